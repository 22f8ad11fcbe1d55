#include "kit/db/db.hpp"
#include "support/database.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <thread>

namespace {

std::string failure_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& failure) {
        return failure.what();
    }
    return "no failure";
}

std::string opening(const std::string& url) {
    return failure_of([&] { db::open({.url = url, .connections = 1}); });
}

/// What `work` says in a process of its own, which may give up rights and limits for good.
std::string in_child(const std::function<std::string()>& work) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    std::fflush(nullptr);  // or the child prints it once more
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const std::string said = work();
        const auto written = write(ends[1], said.data(), said.size());
        _exit(written == static_cast<ssize_t>(said.size()) ? 0 : 1);
    }
    close(ends[1]);
    std::string said(4096, '\0');
    const auto size = read(ends[0], said.data(), said.size());
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(status == 0);
    said.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return said;
}

/// Root may write everywhere, so these tests are done by somebody else.
std::string as_nobody(const std::function<std::string()>& work) {
    return in_child([&] {
        if (geteuid() == 0 && setuid(65534) != 0) return std::string("cannot become nobody");
        return work();
    });
}

void fill(db::Pool& pool) {
    db::write(pool, [](db::Tx& tx) { tx.run({"test.make", "create table notes (id bigint not null primary key, body text)"}); });
    for (int id = 1; id < 200; ++id) {
        db::write(pool, [&](db::Tx& tx) {
            tx.run({"test.fill", "insert into notes (id, body) values (:id, :body)"}, {{"id", id}, {"body", std::string(4000, 'x')}});
        });
    }
}

/// Enough of a PostgreSQL server to refuse a password.
class RefusingServer {
public:
    explicit RefusingServer(const std::filesystem::path& folder) : listening_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = folder / ".s.PGSQL.5432";
        path.copy(address.sun_path, sizeof(address.sun_path) - 1);
        REQUIRE(bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
        REQUIRE(listen(listening_, 4) == 0);
        thread_ = std::thread([this] {
            const int client = accept(listening_, nullptr, nullptr);
            std::array<char, 1024> request{};
            if (read(client, request.data(), request.size()) <= 0) return;
            // Its closing NUL is the one that ends the list of fields.
            constexpr char fields[] = "SFATAL\0C28P01\0Mpassword authentication failed for user \"altto\"\0";
            const std::string body(fields, sizeof(fields));
            const std::string answer = std::string("E\0\0\0", 4) + static_cast<char>(body.size() + 4) + body;
            if (write(client, answer.data(), answer.size()) < 0) return;
            close(client);
        });
    }
    ~RefusingServer() {
        thread_.join();
        close(listening_);
    }
    RefusingServer(const RefusingServer&) = delete;
    RefusingServer& operator=(const RefusingServer&) = delete;

private:
    int listening_;
    std::thread thread_;
};

}

TEST_SUITE_BEGIN("room");

TEST_CASE("a file that is no database is named") {
    const support::TempDir folder;
    const std::string path = folder.path() / "notes.txt";
    std::ofstream(path) << std::string(5000, 'x');
    CHECK(opening(path) == path + " is not an SQLite database");
    CHECK(support::read_file(path) == std::string(5000, 'x'));
}

TEST_CASE("a missing folder, and a folder in place of a file, are named") {
    const support::TempDir folder;
    const std::string path = folder.path();
    CHECK(opening(path + "/none/altto.db") == "the folder of " + path + "/none/altto.db does not exist");
    CHECK(opening(path) == path + " is a folder, not a database file");
}

TEST_CASE("a database that another program holds is named after two seconds") {
    const support::TempDir folder;
    const std::string path = folder.path() / "test.db";
    const auto other = db::open({.url = path});
    const auto held = other->write();
    CHECK(opening(path) == path + " is locked by another program");
}

TEST_CASE("a database held after it was opened is named, and nothing is written") {
    const support::TempDir folder;
    const std::string path = folder.path() / "test.db";
    const auto ours = db::open({.url = path});
    const auto other = db::open({.url = path});
    const auto held = other->write();
    CHECK(failure_of([&] { ours->write(); }) == "begin: " + path + " is locked by another program");
}

TEST_CASE("a read-only file and a read-only folder are named") {
    const support::TempDir folder;
    const std::string path = folder.path() / "test.db";
    { db::open({.url = path}); }
    std::filesystem::permissions(path, std::filesystem::perms(0444));
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
    CHECK(as_nobody([&] { return opening(path); }) == path + " is read-only");
    CHECK(as_nobody([&] { return opening(folder.path() / "new.db"); }) ==
          (folder.path() / "new.db").string() +
              " cannot be opened for writing: no permission for the file or its folder, or they are read-only");
    std::filesystem::permissions(path, std::filesystem::perms(0666));
    CHECK(as_nobody([&] { return opening(path); }) == path + " or its folder is read-only");
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
}

TEST_CASE("a file that may not grow is named when it is made and later, and what was committed stays") {
    const support::TempDir folder;
    const std::string path = folder.path() / "test.db";
    const auto with_limit = [&](rlim_t bytes, const std::function<void()>& work) {
        return in_child([&] {
            const rlimit limit{bytes, bytes};
            if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || std::signal(SIGXFSZ, SIG_IGN) == SIG_ERR) return std::string("no limit");
            return failure_of(work);
        });
    };
    const std::string said = "the disk is full or failing: " + path + " cannot be written";
    CHECK(with_limit(1000, [&] { db::open({.url = path}); }) == said);
    const std::string grown = with_limit(200000, [&] { fill(*db::open({.url = path})); });
    CAPTURE(grown);
    CHECK(grown.ends_with(": " + said));
    const auto pool = db::open({.url = path});
    const auto kept = pool->read()->first({"test.count", "select count(*) from notes"})->number(0);
    CHECK(kept > 5);
    CHECK(kept < 199);
}

TEST_CASE("a full disk is named") {
    const support::TempDir folder;
    const auto on_small_disk = [&](const char* size, const std::function<void()>& work) {
        return in_child([&] {
            const bool own = unshare(CLONE_NEWNS) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
            if (!own || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
                mount("none", folder.path().c_str(), "tmpfs", 0, size) != 0) {
                return std::string("no disk");
            }
            return failure_of(work);
        });
    };
    const std::string path = folder.path() / "test.db";
    const std::string grown = on_small_disk("size=300k", [&] { fill(*db::open({.url = path})); });
    if (grown == "no disk") {
        MESSAGE("not run: this machine lets nobody mount a small disk");
        return;
    }
    CAPTURE(grown);
    CHECK(grown.ends_with(": the disk is full: " + path + " cannot be written"));
    const std::string made = on_small_disk("size=4k", [&] {
        std::ofstream(folder.path() / "something") << std::string(4096, 'x');
        db::open({.url = path});
    });
    CHECK(made == "the disk is full: " + path + " cannot be written");
}

TEST_CASE("a database that may not grow fails that transaction only") {
    support::Database database(db::Engine::sqlite, 1);
    // A few pages more than the tables have now.
    const auto pages = database.read()->first({"test.pages", "pragma page_count"})->number(0);
    const std::string limit = "pragma max_page_count = " + std::to_string(pages + 20);
    database.write()->all({"test.limit", limit});
    const std::string said = failure_of([&] { fill(database); });
    CHECK(said.ends_with("the disk is full: " + database.url() + " cannot be written"));
    database.write()->all({"test.limit", "pragma max_page_count = 6000"});
    CHECK_NOTHROW(db::write(database, [](db::Tx& tx) { tx.run({"test.more", "insert into notes (id, body) values (1000, 'y')"}); }));
}

TEST_CASE("a server that does not answer is named, without the password") {
    const support::TempDir folder;
    const std::string said = opening("postgresql://altto:secret@/site?host=" + folder.path().string());
    CAPTURE(said);
    CHECK(said.starts_with("cannot reach PostgreSQL at " + folder.path().string() + ":5432/site: "));
    CHECK(said.find('\n') == std::string::npos);
    CHECK(said.find("secret") == std::string::npos);
}

TEST_CASE("a refused password is told from a server that does not answer") {
    const support::TempDir folder;
    const RefusingServer server(folder.path());
    const std::string said = opening("postgresql://altto:secret@/site?host=" + folder.path().string());
    CAPTURE(said);
    CHECK(said.starts_with("cannot sign in to PostgreSQL at " + folder.path().string() + ":5432/site: "));
    CHECK(said.ends_with("password authentication failed for user \"altto\""));
    CHECK(said.find("secret") == std::string::npos);
}

TEST_CASE("an address with a fault is said to be one") {
    CHECK(opening("postgresql://altto@/site?nonsense=1").find("nonsense") != std::string::npos);
}

TEST_CASE("a connection that was cut while idle is made anew, one cut in a transaction may be run again" *
          doctest::skip(!support::has_postgres())) {
    support::Database database(db::Engine::postgres);
    const auto pool = db::open({.url = database.url() + "&application_name=to_be_cut", .connections = 1});
    const auto cut = [&] {
        database.read()->all(
            {"test.cut", "select pg_terminate_backend(pid, 1000) is null from pg_stat_activity where application_name = 'to_be_cut'"});
    };
    constexpr db::Query one{"test.one", "select 1"};
    CHECK(pool->read()->first(one)->number(0) == 1);
    cut();
    CHECK(pool->read()->first(one)->number(0) == 1);
    int runs = 0;
    db::write(*pool, [&](db::Tx& tx) {
        if (++runs == 1) cut();
        tx.first(one);
    });
    CHECK(runs == 2);
    const auto tx = pool->write();
    tx->first(one);
    cut();
    CHECK_THROWS_WITH_AS(tx->commit(), "the connection to the database was lost during commit; whether it was done is not known",
                         base::Error);
}

TEST_SUITE_END();
