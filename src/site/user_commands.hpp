#pragma once
#include "kit/db/db.hpp"

#include <iosfwd>
#include <string>

/// `altto user …`, without the command line. They work beside a running server. Each answers the exit code; throws base::Error that says what is
/// wrong and what is expected.
namespace site {

/// Everybody with an account or a role, with the address of mail and the roles.
int user_list(db::Pool&, std::ostream& out);

struct UserInvitation {
    std::string name, address, role;
    std::string scope = "site";
    std::string until = {}; // YYYY-MM-DD
    std::string lang = "en";
};
/// Offers a role and prints the link that takes it up; no mail is sent. `url` is the site's public address.
int user_invite(db::Pool&, const std::string& url, const UserInvitation&, std::ostream& out);

/// Gives a role at once to whoever has confirmed the address.
int user_role(db::Pool&, const std::string& address, const std::string& role, const std::string& scope, const std::string& until,
              std::ostream& out);

/// Prints a link that signs in once: for when mail does not leave.
int user_link(db::Pool&, const std::string& url, const std::string& address, std::ostream& out);

/// Ends every session and every role.
int user_end(db::Pool&, const std::string& address, std::ostream& out);

}
