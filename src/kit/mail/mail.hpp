#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/time.hpp"
#include "kit/db/db.hpp"
#include "kit/jobs/jobs.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Mail that leaves: messages, the outbox in the database, delivery to one SMTP server.
namespace mail {

/// `local@host.tld` that can be written to without quoting: a dot-atom of ASCII (RFC 5322 3.2.3) before the sign, letters, digits and
/// hyphens behind it (RFC 5321 4.1.2), at most 254 bytes. A host with other letters must be given in its ASCII form (`xn--…`, RFC 5891).
bool is_address(std::string_view);
/// What is wrong with it, in English, for a log or a command; nothing for an address. Never repeats it.
std::optional<std::string> fault_of_address(std::string_view);
/// Whether it may stand in the head of a mail, as a name or in a subject: UTF-8 in one line, without control characters.
bool fits_head(std::string_view);
/// The host of an address, in small letters.
std::string domain_of(std::string_view address);

struct Address {
    std::string name;  // '' for none
    std::string address;
};

struct Message {
    /// Without an address: the Mailer's own.
    Address from;
    /// One recipient: nobody sees who else was written to.
    Address to;
    std::optional<Address> reply_to;
    std::string subject;
    /// Plain text; line ends may be LF or CRLF.
    std::string text;
    /// The same as a whole HTML page; '' for none.
    std::string html;
    base::Lang lang = base::Lang::en;
    /// `<left@right>`, or the left side alone, which gets the sender's host; '' for one that is made.
    std::string message_id;
    /// Further fields, such as List-Unsubscribe. `Auto-Submitted: auto-generated` (RFC 3834) is there unless one of them says otherwise.
    std::vector<std::pair<std::string, std::string>> headers;
    /// Not sent after this instant; it has failed then.
    std::optional<base::Instant> expires_at;
};

/// RFC 5322 and MIME (RFC 2045–2047), CRLF, ASCII alone, lines of at most 998 bytes; the date is `now`. Everything is UTF-8 inside, and
/// text and HTML are alternatives (RFC 2046 5.1.4). Throws base::Error for what cannot be a mail: a control character in anything that
/// stands in the head, text that is not UTF-8 or holds NUL, an address that is none, a further field that is the program's own.
std::string compose(const Message&, base::Instant now);

/// The words of a header value as the receiving side reads them (RFC 2047), as UTF-8. Neighbouring encoded words are one text, even where
/// a character was cut between them; what cannot be decoded stays as it is. The result may hold control characters.
std::string decode_header(std::string_view);

enum class MailId : std::int64_t {};

/// failed: not to be tried again. bounced: the same, because the address does not exist.
enum class State { queued, sent, failed, bounced };

struct Mail {
    MailId id{};
    /// Text, HTML and further headers are empty once it is no longer queued.
    Message message;
    State state = State::queued;
    std::int64_t attempts = 0;
    std::string last_error;
    base::Instant made_at;
    std::optional<base::Instant> sent_at;
};

/// Puts it into the outbox, and asks a runner to deliver it after the commit. Throws as compose() does.
///
/// A mail is never lost, but may be sent twice: where the line is cut before the server's 250 arrives, or the process dies or the database
/// fails between that and the commit. Both copies are the same bytes with the same Message-ID, so that servers and programs can tell.
MailId send(db::Tx&, const Message&);

std::optional<Mail> find_mail(db::Tx&, MailId);
/// The newest first.
std::vector<Mail> list_outbox(db::Tx&, std::int64_t limit);

/// Deletes every mail to the address, sent or not, and what is known about it.
void forget(db::Tx&, std::string_view address);
/// Deletes what was made before and is no longer queued, and marks of addresses that have had their time. Answers how many mails.
std::int64_t remove_old(db::Tx&, base::Instant before);

/// A mailbox that was missing may be made again, and servers err: a mark has its time.
inline constexpr int bounce_days = 7;
/// Mail to such an address is not tried for bounce_days. Big and small letters are alike.
bool is_bouncing(db::Tx&, std::string_view address);
void mark_bouncing(db::Tx&, std::string_view address, std::string_view why);
/// Mail from now on is tried again. False when it was not bouncing.
bool clear_bouncing(db::Tx&, std::string_view address);

/// starttls: the connection becomes private before anything is said, or it is not used. tls: private from the first byte on (port 465).
enum class Tls { starttls, tls, none };

/// The one server that takes this site's mail.
struct Smtp {
    std::string host;
    int port = 587;
    Tls tls = Tls::starttls;
    std::string user; // '' for no sign-in
    std::string password;
    /// Sender of messages that name none, and where the receiving side reports what it cannot deliver.
    Address from;
    /// PEM file of who vouches for the server's certificate; '' for those the system trusts.
    std::string ca_file;
    /// For one mail, from the connection to the answer; once more for the end of the connection.
    std::chrono::milliseconds timeout = std::chrono::seconds(60);
    /// Between two mails to the same host.
    std::chrono::milliseconds pause = std::chrono::milliseconds(250);
};

/// no_server: nothing is set up, mail stays in the outbox. failing: no mail has got through to a server since the last one found no way.
enum class Leaving { yes, no_server, failing };

struct Status {
    Leaving leaving = Leaving::no_server;
    std::int64_t queued = 0;
    std::optional<base::Instant> oldest_queued;
    std::optional<base::Instant> last_sent;
    /// Of the mail that failed last, with when; '' for none.
    std::string last_error;
    std::optional<base::Instant> last_error_at;
    std::int64_t failed = 0;
    std::int64_t bounced = 0;
};

Status status(db::Tx&, bool has_server);

/// Delivers the outbox. A refusal for now (4xx) or a line that is cut means: again, later. A refusal for good (5xx) ends the mail, and an
/// address that does not exist is remembered as bouncing. What the server says about us (sign-in, sender, certificate) is no fault of a
/// mail: it stays queued until that is mended or it expires. Outlives the runner that has its handlers. Safe from several threads.
class Mailer {
public:
    /// Throws base::Error when the settings cannot be meant: no host, no sender, a password over an open line to another machine.
    explicit Mailer(std::optional<Smtp>);
    ~Mailer();
    Mailer(const Mailer&) = delete;
    Mailer& operator=(const Mailer&) = delete;

    /// For jobs::Runner. Empty without a server: mail then waits in the outbox, untried.
    std::vector<jobs::Handler> handlers();
    Status status(db::Tx&) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}
