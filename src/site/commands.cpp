#include "site/commands.hpp"

#include "editorial/editorial.hpp"
#include "kit/base/error.hpp"
#include "kit/db/notices.hpp"
#include "kit/doc/doc_html.hpp"
#include "kit/image/image.hpp"
#include "kit/japanese/japanese.hpp"
#include "site/settings.hpp"
#include "site/site.hpp"
#include "site/user_commands.hpp"
#include "site/wiring.hpp"
#include "trade/commands.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <iterator>

namespace site {

namespace {
namespace fs = std::filesystem;

/// What several commands take.
struct Given {
    fs::path data, content, out;
    std::string listen;
    bool dev = false, site_dialect = false, explain = false, check_only = false;
    std::map<std::string, std::string> flags;
    UserInvitation user;
};

/// Every setting is a flag, too: --site-name, --server-workers … But for secrets: everybody on the machine can read how a program was called.
void add_settings(CLI::App& command, Given& given) {
    for (const base::Setting& setting : settings()) {
        if (setting.shown) continue;
        std::string flag = "--";
        for (const char c : setting.key) flag += c == '.' || c == '_' ? '-' : c;
        command
            .add_option_function<std::string>(
                flag, [&given, key = std::string(setting.key)](const std::string& value) { given.flags[key] = value; },
                std::string(setting.explains))
            ->group("Settings");
    }
}

CLI::Option* add_data(CLI::App& command, Given& given) {
    return command.add_option("--data", given.data, "Folder of the site")->required();
}

std::string slurp(std::istream& in) { return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}; }

int init(const Given& given) {
    std::error_code failed;
    fs::create_directories(given.data, failed);
    if (failed) throw base::Error("cannot make the folder " + given.data.string() + ": " + failed.message());
    // What lies in it is the keeper's alone.
    fs::permissions(given.data, fs::perms::owner_all, failed);
    const base::Config config = load_config(given.data, given.flags);
    base::set_zone(config.text("site.zone"));
    set_kinds();
    const auto pool = open_database(config, given.data, 1, /*must_exist=*/false);
    if (db::schema_version(*pool) != 0)
        throw base::Error(base::without_password(database_url(config, given.data)) + " holds a site already; init is for an empty place");
    // Faults of the content are reported before anything is made.
    const std::optional<fs::path> content = given.content.empty() ? std::nullopt : std::optional(given.content);
    if (const int faults = trade::check_before_init(content, std::cerr); faults != 0) {
        if (pool->engine() == db::Engine::sqlite)
            for (const char* tail : {"", "-wal", "-shm"}) fs::remove(database_url(config, given.data) + tail, failed);
        return faults;
    }
    const auto steps = migrations(pool->engine());
    db::migrate(*pool, steps);
    return trade::init_content(*pool, content, std::cout);
}

int migrate(const Given& given) {
    const base::Config config = load_config(given.data, given.flags);
    const auto pool = open_database(config, given.data, 1, /*must_exist=*/true);
    const auto steps = migrations(pool->engine());
    const auto applied = db::migrate(*pool, steps);
    for (const std::string& name : applied) std::cout << "applied " << name << "\n";
    if (applied.empty()) std::cout << "nothing to do; the database is of version " << db::schema_version(*pool) << "\n";
    return 0;
}

int list_routes() {
    web::Routes on;
    const Facts facts;
    const Services services;
    routes(on, facts, services, /*dev=*/false);
    for (const web::Route& route : on.all()) {
        const std::string prefix = route.langs == web::Langs::japanese ? "/ja" : route.langs == web::Langs::both ? "[/ja]" : "";
        std::cout << route.method << " " << prefix << (route.pattern == "/" && !prefix.empty() ? "/" : route.pattern) << " " << route.right
                  << "\n";
    }
    return 0;
}

int markdown(const Given& given) {
    const auto document = doc::from_markdown(slurp(std::cin), given.site_dialect ? doc::Dialect::site : doc::Dialect::commonmark);
    if (!document) {
        for (const doc::Fault& fault : document.error()) std::cerr << "stdin:" << fault.line << ": " << fault.what << "\n";
        return 1;
    }
    std::cout << (given.site_dialect ? doc::to_html(*document).str() : doc::commonmark_html(*document));
    return 0;
}

std::unique_ptr<db::Pool> open_site(const Given& given) {
    const base::Config config = load_config(given.data, given.flags);
    base::set_zone(config.text("site.zone"));
    auto pool = open_database(config, given.data, 1, /*must_exist=*/true);
    require_schema(*pool);
    set_kinds();
    // A running server hears of it through the database.
    editorial::on_change([](db::Tx& tx, const std::vector<std::string>& tags) { db::announce(tx, tags); });
    return pool;
}
}

namespace {
std::string url_of(const Given& given) {
    const base::Config config = load_config(given.data, given.flags);
    return public_url(config, parse_listen(config.text("server.listen")));
}

/// `altto user …`: every command needs the site's folder, and takes its settings.
void add_user_commands(CLI::App& app, Given& given, int& code) {
    auto* user = app.add_subcommand("user", "People with an account or a role; works beside a running server");
    user->require_subcommand(1);
    const auto add = [&](const char* name, const char* explains, int (*run)(const Given&)) {
        auto* command = user->add_subcommand(name, explains);
        add_data(*command, given);
        add_settings(*command, given);
        command->callback([&given, &code, run] { code = run(given); });
        return command;
    };
    const auto add_address = [&](CLI::App* command) { command->add_option("address", given.user.address, "Mail address")->required(); };
    const auto add_role = [&](CLI::App* command) {
        command
            ->add_option("role", given.user.role, "contributor, proofreader, editor, blog_editor, course_editor, trainer, social or keeper")
            ->required();
        command->add_option("--scope", given.user.scope, "site, section:learn, section:blog, course:ID or piece:ID");
        command->add_option("--until", given.user.until, "The last day on which it counts, YYYY-MM-DD");
    };
    add("list", "Lists them with their roles", [](const Given& g) { return user_list(*open_site(g), std::cout); });
    auto* invite = add("invite", "Offers a role and prints the link that takes it up",
                       [](const Given& g) { return user_invite(*open_site(g), url_of(g), g.user, std::cout); });
    invite->add_option("name", given.user.name, "How the person is called")->required();
    add_address(invite);
    add_role(invite);
    invite->add_option("--lang", given.user.lang, "Language of the page that the link opens: en or ja");
    auto* role = add("role", "Gives a role at once to somebody with an account", [](const Given& g) {
        return user_role(*open_site(g), g.user.address, g.user.role, g.user.scope, g.user.until, std::cout);
    });
    add_address(role);
    add_role(role);
    add_address(add("link", "Prints a link that signs in once, for when mail does not leave",
                    [](const Given& g) { return user_link(*open_site(g), url_of(g), g.user.address, std::cout); }));
    add_address(add("end", "Signs somebody out everywhere and ends all their roles",
                    [](const Given& g) { return user_end(*open_site(g), g.user.address, std::cout); }));
}
}

int run_command(int argc, char** argv) {
    CLI::App app("ALTTO: a training site for assistant language teachers in Japan, in one program.", "altto");
    app.set_version_flag("--version", ALTTO_VERSION);
    app.require_subcommand(1);
    Given given;
    int code = 0;

    auto* init_command = app.add_subcommand("init", "Makes a site in an empty folder, with the starter content or your own");
    add_data(*init_command, given);
    init_command->add_option("--content", given.content, "Content folder to load instead of the embedded one");
    init_command->callback([&] { code = init(given); });

    auto* serve_command = app.add_subcommand("serve", "Serves the site until it is told to stop");
    add_data(*serve_command, given);
    serve_command->add_option("--listen", given.listen, "HOST:PORT to listen on; the same as --server-listen");
    serve_command->add_flag("--dev", given.dev, "Adds /parts, the page of every part of the design");
    serve_command->callback([&] {
        if (!given.listen.empty()) given.flags["server.listen"] = given.listen;
        code = serve(load_config(given.data, given.flags), given.data, {given.dev});
    });

    auto* migrate_command = app.add_subcommand("migrate", "Brings the database to the version of this program");
    add_data(*migrate_command, given);
    migrate_command->callback([&] { code = migrate(given); });

    auto* routes_command = app.add_subcommand("routes", "Lists every address: METHOD path right");
    routes_command->callback([&] { code = list_routes(); });

    auto* markdown_command =
        app.add_subcommand("markdown", "Reads Markdown from standard input, writes HTML: strict CommonMark, or the site's dialect");
    markdown_command->add_flag("--site", given.site_dialect, "The site's dialect: tables, footnotes, ruby, citations, our blocks");
    markdown_command->callback([&] { code = markdown(given); });

    auto* config_command = app.add_subcommand("config", "Shows the settings in force");
    config_command->add_flag("--explain", given.explain, "With what each means, what is allowed, and where it was set");
    config_command->add_option("--data", given.data, "Folder of the site");
    config_command->callback([&] {
        const base::Config config = load_config(given.data, given.flags);
        if (given.explain)
            std::cout << config.explain();
        else
            for (const base::Setting& setting : settings()) std::cout << setting.key << " = \"" << config.shown(setting.key) << "\"\n";
    });

    auto* content_command = app.add_subcommand("content", "Works on a content folder");
    content_command->require_subcommand(1);
    auto* check_command = content_command->add_subcommand("check", "Reports every fault as file:line: what is wrong, what is expected");
    check_command->add_option("folder", given.content, "Content folder")->required();
    check_command->callback([&] {
        set_kinds();
        code = trade::check_command(given.content, std::cout);
    });
    auto* fmt_command = content_command->add_subcommand("fmt", "Writes the files in canonical form");
    fmt_command->add_option("folder", given.content, "Content folder")->required();
    fmt_command->add_flag("--check", given.check_only, "Only says which files would change");
    fmt_command->callback([&] { code = trade::fmt_command(given.content, given.check_only, std::cout); });
    auto* export_command = content_command->add_subcommand("export", "Writes the site's content to a folder");
    add_data(*export_command, given);
    export_command->add_option("folder", given.out, "Folder to write")->required();
    export_command->callback([&] { code = trade::export_command(*open_site(given), given.out, std::cout); });
    auto* upgrade_command =
        content_command->add_subcommand("upgrade", "Brings newer starter content: untouched texts go live, edited ones get a working copy");
    add_data(*upgrade_command, given);
    upgrade_command->add_option("--content", given.content, "Content folder instead of the embedded one");
    upgrade_command->callback([&] {
        code = trade::upgrade_command(*open_site(given), given.content.empty() ? std::nullopt : std::optional(given.content), std::cout);
    });

    add_user_commands(app, given, code);

    auto* image_command =
        app.add_subcommand("render-image", "Used by the program itself: a photo on standard input becomes safe pictures on standard output")
            ->group("");
    image_command->callback([&] { code = image::render_from_stdin(); });
    auto* card_command =
        app.add_subcommand("draw-card", "Used by the program itself: words on standard input become a card on standard output")->group("");
    card_command->callback([&] { code = image::draw_card_from_stdin(); });
    auto* readings_command =
        app.add_subcommand("suggest-readings", "Used by the program itself: Japanese on standard input gets readings on standard output")
            ->group("");
    readings_command->callback([&] { code = japanese::suggest_from_stdin(); });

    for (CLI::App* command : {init_command, serve_command, migrate_command, config_command, export_command, upgrade_command})
        add_settings(*command, given);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& fault) {
        return app.exit(fault);
    }
    return code;
}

}
