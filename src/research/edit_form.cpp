#include "research/edit_form.hpp"

#include "kit/doc/work.hpp"
#include "kit/text/typed.hpp"

namespace research {

std::string people_as_lines(const std::string& names) {
    std::string lines = names;
    for (std::size_t at = lines.find(" and "); at != std::string::npos; at = lines.find(" and ", at)) lines.replace(at, 5, "\n");
    return lines;
}

std::string lines_as_people(std::string_view lines) {
    std::string people;
    for (const std::string& line : text::lines_of(lines)) {
        const std::string name = doc::name_of_work(line);
        if (!name.empty()) people += (people.empty() ? "" : " and ") + name;
    }
    return people;
}

Source source_from(const web::Fields& form) {
    std::map<std::string, std::string, std::less<>> fields;
    const auto put = [&](const std::string& name) {
        std::string value =
            name == "author" || name == "editor" ? lines_as_people(text::several_lines(form.get(name))) : text::one_line(form.get(name));
        // Typed as an address, or with hyphens, it means the same.
        if (name == "doi") value = doc::doi_in(value).value_or(value);
        if (name == "isbn") value = doc::isbn_in(value).value_or(value);
        if (name == "pages") value = doc::pages_of_work(value, "");
        if (name == "language" && value != "ja" && value != "en") value.clear();
        if (!value.empty()) fields[name] = std::move(value);
    };
    for (const std::string& name : work_fields()) put(name);
    for (const std::string& name : our_fields()) put(name);
    fields["seen"] = name(seen_from(form.get("seen")).value_or(Seen::listed));
    return from_fields({}, std::string(form.get("kind")), std::move(fields));
}

}
