#include "kit/doc/bibtex.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/prepare.hpp"
#include "kit/text/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace doc {

namespace {
constexpr std::size_t most_bytes = 4 << 20;
constexpr std::size_t most_faults = 20;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

/// What a LaTeX accent puts behind its letter.
char32_t combining(char accent) {
    switch (accent) {
        case '`': return 0x300;
        case '\'': return 0x301;
        case '^': return 0x302;
        case '~': return 0x303;
        case '=': return 0x304;
        case 'u': return 0x306;
        case '.': return 0x307;
        case '"': return 0x308;
        case 'r': return 0x30a;
        case 'H': return 0x30b;
        case 'v': return 0x30c;
        case 'd': return 0x323;
        case 'c': return 0x327;
        case 'k': return 0x328;
        case 'b': return 0x331;
        default: return 0;
    }
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> commands{{
    {"ss", "ß"},
    {"o", "ø"},
    {"O", "Ø"},
    {"ae", "æ"},
    {"AE", "Æ"},
    {"oe", "œ"},
    {"OE", "Œ"},
    {"aa", "å"},
    {"AA", "Å"},
    {"l", "ł"},
    {"L", "Ł"},
    {"i", "ı"},
    {"j", "ȷ"},
    {"dh", "ð"},
    {"th", "þ"},
    {"S", "§"},
    {"textendash", "–"},
    {"textemdash", "—"},
    {"textquoteright", "’"},
    {"textquoteleft", "‘"},
    {"ldots", "…"},
    {"dots", "…"},
    {"textquotedblleft", "“"},
    {"textquotedblright", "”"},
    {"textasciitilde", "~"},
    {"textbackslash", "\\"},
    {"textunderscore", "_"},
}};

/// LaTeX as plain text.
class Plain {
public:
    explicit Plain(std::string_view latex) : in_(latex) {}

    std::string text() {
        while (at_ < in_.size()) step();
        std::string spaced;
        for (const char c : out_) {
            const char one = is_space(c) ? ' ' : c;
            if (one != ' ' || (!spaced.empty() && spaced.back() != ' ')) spaced += one;
        }
        while (spaced.ends_with(' ')) spaced.pop_back();
        return text::nfc(spaced);
    }

private:
    bool next_is(std::string_view what) const { return in_.substr(at_).starts_with(what); }

    void take(std::string_view what, std::string_view as) {
        at_ += what.size();
        out_ += as;
    }

    void step() {
        const char c = in_[at_];
        if (c == '{' || c == '}')
            ++at_;
        else if (c == '\\')
            command();
        else if (next_is("---"))
            take("---", "—");
        else if (next_is("--"))
            take("--", "–");
        else if (next_is("``"))
            take("``", "“");
        else if (next_is("''"))
            take("''", "”");
        else if (c == '~')
            take("~", "\u00A0");
        else {
            out_ += c;
            ++at_;
        }
    }

    void command() {
        if (++at_ >= in_.size()) return;
        const char c = in_[at_];
        if (!is_letter(c)) {
            ++at_;
            if (const char32_t accent = combining(c))
                accented(accent);
            else if (c == '\\')
                out_ += ' ';
            else if (c != '-' && c != '/' && c != ',')
                out_ += c;  // \& \% \$ \# \_ \{ \}
            return;
        }
        std::size_t end = at_;
        while (end < in_.size() && is_letter(in_[end])) ++end;
        const std::string_view name = in_.substr(at_, end - at_);
        at_ = end;
        const bool spaced = at_ < in_.size() && is_space(in_[at_]);
        while (at_ < in_.size() && is_space(in_[at_])) ++at_;  // white space ends the name of a command
        for (const auto& [known, character] : commands)
            if (known == name) {
                out_ += character;
                return;
            }
        if (const char32_t accent = name.size() == 1 ? combining(name[0]) : 0) return accented(accent);
        // \emph{…} and the like: what they stand before stays. A command we do not know is not worth losing its words.
        if (spaced && !out_.empty() && !is_space(out_.back())) out_ += ' ';
    }

    void accented(char32_t accent) {
        std::size_t braces = 0;
        while (at_ < in_.size() && (in_[at_] == '{' || is_space(in_[at_]))) braces += in_[at_++] == '{';
        if (at_ < in_.size() && in_[at_] != '}') {
            if (in_[at_] == '\\' && at_ + 1 < in_.size() && (in_[at_ + 1] == 'i' || in_[at_ + 1] == 'j')) {
                out_ += in_[at_ + 1];  // the accent takes the place of the dot
                at_ += 2;
            } else
                base::append_utf8(out_, base::next_code_point(in_, at_));
            base::append_utf8(out_, accent);
        } else if (accent == 0x303)
            out_ += '~';
        for (; braces > 0 && at_ < in_.size() && in_[at_] == '}'; --braces) ++at_;
    }

    std::string_view in_;
    std::size_t at_ = 0;
    std::string out_;
};

std::string verbatim(std::string_view raw) {
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (c == '\\' && i + 1 < raw.size() && std::string_view("_%&#$~{}").find(raw[i + 1]) != std::string_view::npos) {
            out += raw[++i];
            if (raw[i] == '~' && raw.substr(i + 1).starts_with("{}")) i += 2;
        } else if (c != '{' && c != '}' && c != '\n' && c != '\r')
            out += c;
    }
    while (out.starts_with(' ')) out.erase(0, 1);
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

class BibReader {
public:
    explicit BibReader(std::string_view text) : in_(text) {
        static constexpr std::array<std::string_view, 12> months{"January", "February", "March",     "April",   "May",      "June",
                                                                 "July",    "August",   "September", "October", "November", "December"};
        for (const auto month : months) strings_[lowered(month.substr(0, 3))] = month;
    }

    void read() {
        while (faults.size() < most_faults) {
            at_ = in_.find('@', at_);
            if (at_ == std::string_view::npos) return;
            const std::size_t begin = at_++;
            if (!entry(begin)) {
                // Go on with the next entry that begins a line.
                at_ = std::max(at_, begin + 1);
                while (at_ < in_.size() && !(in_[at_] == '@' && in_[at_ - 1] == '\n')) ++at_;
            }
        }
    }

    std::vector<BibEntry> entries;
    Faults faults;

private:
    std::size_t line_at(std::size_t at) {
        for (; counted_ < at && counted_ < in_.size(); ++counted_)
            if (in_[counted_] == '\n') ++line_;
        if (at < counted_)
            return 1 + static_cast<std::size_t>(std::count(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
        return line_;
    }

    bool fail(std::string what) {
        faults.push_back({line_at(std::min(at_, in_.size())), std::move(what)});
        return false;
    }

    void skip_space() {
        while (at_ < in_.size() && is_space(in_[at_])) ++at_;
    }

    std::string_view name(std::string_view also) {
        const std::size_t begin = at_;
        while (at_ < in_.size() && (is_letter(in_[at_]) || is_digit(in_[at_]) || also.find(in_[at_]) != std::string_view::npos)) ++at_;
        return in_.substr(begin, at_ - begin);
    }

    bool entry(std::size_t begin) {
        const std::string type = lowered(name("-"));
        if (type.empty()) return true;  // an @ in the text between entries
        skip_space();
        if (type == "comment") return passed_over();
        if (at_ >= in_.size() || (in_[at_] != '{' && in_[at_] != '(')) return fail("expected { after @" + type);
        const char closing = in_[at_] == '{' ? '}' : ')';
        if (type == "preamble") return passed_over();
        ++at_;
        skip_space();
        BibEntry made;
        made.type = type;
        made.line = line_at(begin);
        if (type != "string") {
            made.key = name("-_.:/+");
            if (made.key.empty()) return fail("expected the key of this @" + type);
            skip_space();
            if (at_ < in_.size() && in_[at_] == ',')
                ++at_;
            else if (at_ >= in_.size() || in_[at_] != closing)
                return fail("expected a comma after the key " + made.key);
        }
        while (true) {
            skip_space();
            if (at_ >= in_.size()) return fail("@" + type + " " + made.key + " (line " + std::to_string(made.line) + ") is not closed");
            if (in_[at_] == closing) break;
            BibField field;
            field.line = line_at(at_);
            field.name = lowered(name("-_"));
            if (field.name.empty()) return fail("expected the name of a field in " + (made.key.empty() ? "@string" : made.key));
            skip_space();
            if (at_ >= in_.size() || in_[at_] != '=') return fail("expected = after " + field.name);
            ++at_;
            std::string raw;
            if (!value(raw)) return false;
            if (type == "string")
                strings_[field.name] = raw;
            else {
                if (made.find(field.name)) faults.push_back({field.line, field.name + " is given twice in " + made.key});
                field.value = is_verbatim(field.name) ? verbatim(raw) : Plain(raw).text();
                made.fields.push_back(std::move(field));
            }
            skip_space();
            if (at_ < in_.size() && in_[at_] == ',')
                ++at_;
            else if (at_ < in_.size() && in_[at_] != closing)
                return fail("expected a comma after the field " + (made.fields.empty() ? "" : made.fields.back().name));
        }
        ++at_;
        if (type == "string") return true;
        made.source = in_.substr(begin, at_ - begin);
        if (!keys_.insert(made.key).second) {
            faults.push_back({made.line, "the key " + made.key + " stands there twice"});
            return true;
        }
        entries.push_back(std::move(made));
        return true;
    }

    /// One value, or several joined by #.
    bool value(std::string& raw) {
        while (true) {
            skip_space();
            if (at_ >= in_.size()) return fail("expected a value");
            const char c = in_[at_];
            if (c == '{' || c == '"') {
                if (!delimited(raw)) return false;
            } else if (is_digit(c))
                raw += name("");
            else {
                const std::string macro = lowered(name("-_.:"));
                if (macro.empty()) return fail("expected a value in braces or quotes");
                const auto known = strings_.find(macro);
                if (known == strings_.end()) return fail("there is no @string \"" + macro + "\"; a value stands in braces or quotes");
                if (raw.size() + known->second.size() > most_bytes) return fail("the value is too long");
                raw += known->second;
            }
            skip_space();
            if (at_ >= in_.size() || in_[at_] != '#') return true;
            ++at_;
        }
    }

    bool delimited(std::string& raw) {
        const bool quoted = in_[at_] == '"';
        const std::size_t begin = ++at_;
        std::size_t depth = 0;
        for (; at_ < in_.size(); ++at_) {
            const char c = in_[at_];
            if (c == '\\' && at_ + 1 < in_.size() && (in_[at_ + 1] == '{' || in_[at_ + 1] == '}'))
                ++at_;
            else if (c == '{')
                ++depth;
            else if (c == '}' && depth > 0)
                --depth;
            else if (depth == 0 && c == (quoted ? '"' : '}')) {
                raw += in_.substr(begin, at_ - begin);
                ++at_;
                return true;
            }
        }
        at_ = begin - 1;
        return fail(quoted ? "the quote is not closed" : "the brace is not closed");
    }

    bool passed_over() {
        if (at_ >= in_.size() || in_[at_] != '{') return true;
        std::string ignored;
        return delimited(ignored);
    }

    std::string_view in_;
    std::size_t at_ = 0, counted_ = 0, line_ = 1;
    std::map<std::string, std::string, std::less<>> strings_;
    std::set<std::string> keys_;
};
}

const BibField* BibEntry::find(std::string_view name) const {
    for (const BibField& field : fields)
        if (field.name == name) return &field;
    return nullptr;
}

std::string BibEntry::text(std::string_view name) const {
    const BibField* field = find(name);
    return field ? field->value : std::string{};
}

base::Result<std::vector<BibEntry>, Faults> read_bibtex(std::string_view text) {
    if (text.size() > most_bytes) return base::Failure{Faults{{1, "the file is longer than " + std::to_string(most_bytes) + " bytes"}}};
    if (!base::is_utf8(text) || text.find('\0') != std::string_view::npos || text.find(guard) != std::string_view::npos)
        return base::Failure{Faults{{1, "the file must be UTF-8 without NUL and U+E000"}}};
    BibReader reader(text);
    reader.read();
    if (!reader.faults.empty()) return base::Failure{std::move(reader.faults)};
    return std::move(reader.entries);
}

bool is_verbatim(std::string_view field) {
    return field == "url" || field == "doi" || field == "eprint" || field == "file" || field == "related";
}

namespace {
/// What TeX would read as something else. BibTeX users expect pages to be joined by "--".
std::string escaped(std::string_view text, bool typeset, bool pages = false) {
    std::string out;
    char last = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (text.substr(at).starts_with("\u00A0")) {
            out += '~';
            ++at;
        } else if (pages && text.substr(at).starts_with("–")) {
            out += last == '-' ? "{}--" : "--";
            at += 2;
            last = '-';
            continue;
        } else if (c == '\\')
            out += "\\textbackslash{}";
        else if (c == '~')
            out += "\\~{}";
        else if (c == '{' || c == '}' || (typeset && std::string_view("&%#$_").find(c) != std::string_view::npos))
            out.append(1, '\\').append(1, c);
        else {
            // Doubled, these would become dashes and quotation marks.
            if (c == last && (c == '-' || c == '\'' || c == '`')) out += "{}";
            out += c;
        }
        last = c;
    }
    return out;
}

/// BibTeX styles write titles small: a word with a capital behind its first letter (ALTs, McCrostie) is kept by braces.
std::string title(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_letter(text[end])) ++end;
        const std::string_view word = text.substr(at, end - at);
        const bool keep = word.size() > 1 && std::any_of(word.begin() + 1, word.end(), is_capital);
        out += keep ? "{" + std::string(word) + "}" : std::string(word);
        for (at = end; end < text.size() && !is_letter(text[end]);) ++end;
        out += escaped(text.substr(at, end - at), true);
        at = end;
    }
    return out;
}

/// A name without comma is that of a body, which BibTeX would take apart.
std::string names(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto end = text.find(" and ");
        const auto name = text.substr(0, end);
        out += (out.empty() ? "" : " and ") +
               (name.find(',') == std::string_view::npos && name != "others" ? "{" + escaped(name, true) + "}" : escaped(name, true));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 5);
    }
    return out;
}

std::string value(const BibField& field) {
    if (field.name == "author" || field.name == "editor") return names(field.value);
    if (field.name == "title" || field.name == "booktitle") return title(field.value);
    if (field.name == "pages") return escaped(field.value, true, /*pages=*/true);
    return is_verbatim(field.name) ? field.value : escaped(field.value, field.typeset);
}
}

std::string write_bibtex(const BibEntry& entry) {
    std::string out = "@" + entry.type + "{" + entry.key;
    for (const BibField& field : entry.fields) out += ",\n  " + field.name + " = {" + value(field) + "}";
    return out + "\n}\n";
}

}
