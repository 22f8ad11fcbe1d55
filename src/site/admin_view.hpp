#pragma once
#include "design/forms.hpp"
#include "kit/base/time.hpp"
#include "kit/mail/mail.hpp"
#include "people/people.hpp"
#include "site/health.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Private to site: markup of the keepers' pages.
namespace site::view {

using design::Lang;
using html::Html;
using html::Url;

struct Part {
    std::string path, name, state;
};
Html parts(Lang, const std::vector<Part>&);

/// Newer and older pages of a list; "" for none.
Html turn_pages(Lang, const std::string& before, const std::string& after);

// ---- people ----------------------------------------------------------------------------------------------------------

std::string role_name(Lang, people::Role);
struct MemberLine {
    std::int64_t id = 0;
    std::string name;
    bool has_account = false;
    std::vector<std::string> roles;
};
Html members(Lang, const std::vector<MemberLine>&);

/// What was typed, as it was typed.
struct InvitationTyped {
    std::string name, address, role = "editor", scope = "site", term_end, lang;
};
Html invitation_form(Lang, const InvitationTyped&, const std::vector<design::Problem>&);

struct RoleLine {
    people::RoleGrant grant;
    std::string scope;                // in words
    std::string deputy, given_by;     // names; "" for nobody
};
struct LinkLine {
    std::int64_t id = 0;
    std::string task;
    base::Day made, expires;
    bool used = false;
};
struct MemberPage {
    std::int64_t id = 0;
    bool has_account = false;
    std::optional<std::string> page;  // address of the public page
    std::vector<RoleLine> roles;
    std::vector<std::pair<std::string, std::string>> others;  // id and name of who can take a role over or stand in
    std::vector<LinkLine> links;
    std::vector<design::Problem> problems;
};
Html member(Lang, const MemberPage&);

// ---- the site's own settings -----------------------------------------------------------------------------------------

struct SettingLine {
    std::string key;       // site.name
    std::string value;     // the keeper's; "" for none
    std::string fallback;  // what stands in the file
};
/// `lookups`: whether the site may ask other servers, as on, off or "".
Html site_form(Lang, const std::vector<SettingLine>&, const SettingLine& lookups, const std::vector<design::Problem>&);

struct WordLine {
    std::string key;
    std::string program[2];  // in English, in Japanese
    std::string own[2], was[2];  // as it is typed, and what the form was made from
};
Html words_form(Lang, const std::vector<WordLine>&, const std::vector<design::Problem>&);
/// `before` and `after` are "" for the program's own word.
struct WordChange {
    std::int64_t id = 0;
    Lang lang = Lang::en;
    std::string key, before, after;
    base::Day on{};
    bool may_undo = false; // nothing is newer
};
Html word_changes(Lang, const std::vector<WordChange>&);

// ---- texts -----------------------------------------------------------------------------------------------------------

struct TextLine {
    std::string slug, title;
    Lang lang = Lang::en;
    bool exists = false;
    std::optional<base::Day> changed;
    std::string desk; // where it is written, without language; "" where there is none yet
};
Html texts(Lang, const std::vector<TextLine>&);

// ---- mail, audit, health ---------------------------------------------------------------------------------------------

Html outbox(Lang, const std::vector<mail::Mail>&, const mail::Status&);
/// `bouncing`: no mail to its address is tried now.
Html mail_page(Lang, const mail::Mail&, bool bouncing);

struct AuditRow {
    people::AuditLine line;
    std::string who;
};
Html audit(Lang, const std::vector<AuditRow>&);

Html health(Lang, const Health&, const std::string& public_url);
/// How many of its lines ask for something.
std::size_t count_open(const Health&);

}
