#include "kit/base/check.hpp"
#include "kit/db/connection.hpp"
#include "kit/db/parameters.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <filesystem>

namespace db {

namespace {

struct Statement {
    sqlite3_stmt* handle = nullptr;
    std::vector<std::string> names;
    bool reads_only = false;

    Statement() = default;
    Statement(Statement&& other) noexcept
        : handle(std::exchange(other.handle, nullptr)), names(std::move(other.names)), reads_only(other.reads_only) {}
    Statement& operator=(Statement&&) = delete;
    ~Statement() { sqlite3_finalize(handle); }
};

/// A kept statement must not keep its last row's snapshot, nor its parameters' text.
struct Rest {
    sqlite3_stmt* handle;
    ~Rest() {
        sqlite3_reset(handle);
        sqlite3_clear_bindings(handle);
    }
    explicit Rest(sqlite3_stmt* h) : handle(h) {}
    Rest(const Rest&) = delete;
    Rest& operator=(const Rest&) = delete;
};

/// What to say when the file cannot grow; nothing for other failures.
std::string full(int code, const std::string& path) {
    if ((code & 0xff) == SQLITE_FULL) return "the disk is full: " + path + " cannot be written";
    // A quota or a limit on the size of a file looks to SQLite like a broken disk.
    if (code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_FSYNC) {
        return "the disk is full or failing: " + path + " cannot be written";
    }
    return "";
}

bool is_locked(int code) { return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED; }

class SqliteConnection final : public Connection {
public:
    SqliteConnection(const std::string& path, bool first) : path_(path) {
        check_place();
        const int code = sqlite3_open_v2(path.c_str(), &handle_,
                                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
        try {
            if (code != SQLITE_OK) throw opening_failed();
            if (sqlite3_db_readonly(handle_, "main") == 1) throw base::Error(path_ + " is read-only");
            sqlite3_busy_timeout(handle_, 2000);
            // The page cache is per connection; the system keeps the file in memory anyway.
            switch_to_wal();
            for (const char* sql : {"pragma synchronous = full", "pragma foreign_keys = on", "pragma secure_delete = on",
                                    "pragma cache_size = -256", "pragma journal_size_limit = 16777216"}) {
                if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw opening_failed();
            }
            // Whether it can be written is found out now; but a later connection must not wait for a writer of this process.
            if (first && sqlite3_exec(handle_, "begin immediate; rollback", nullptr, nullptr, nullptr) != SQLITE_OK) throw opening_failed();
            sqlite3_busy_timeout(handle_, 5000);
        } catch (...) {
            sqlite3_close_v2(handle_);
            throw;
        }
    }

    ~SqliteConnection() override {
        statements_.clear();
        sqlite3_close_v2(handle_);
    }

    /// Processes that open a new file together: SQLite answers this one BUSY without waiting, so the waiting is ours (2 s).
    void switch_to_wal() {
        for (int tries = 0;; ++tries) {
            const int code = sqlite3_exec(handle_, "pragma journal_mode = wal", nullptr, nullptr, nullptr);
            if (code == SQLITE_OK) return;
            if (!is_locked(code) || tries == 40) throw opening_failed();
            sqlite3_sleep(50);
        }
    }

    void begin(bool writing) override {
        writing_ = writing;
        execute({"begin", writing ? "begin immediate" : "begin"}, {}, 0);
    }

    void commit() override { execute({"commit", "commit"}, {}, 0); }

    void rollback() noexcept override {
        // Some failures (a full disk) have already ended the transaction.
        if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "rollback", nullptr, nullptr, nullptr);
    }

    Outcome execute(const Query& query, std::span<const Param> params, std::size_t limit) override {
        Statement& statement = prepared(query);
        if (!writing_ && !statement.reads_only) throw base::Bug(std::string(query.name) + " writes in a read transaction");
        const auto values = arrange(query, statement.names, params);
        const Rest rest(statement.handle);
        for (std::size_t i = 0; i < values.size(); ++i) bind(statement.handle, static_cast<int>(i + 1), *values[i]);

        Outcome done;
        const sqlite3_int64 before = sqlite3_total_changes64(handle_);
        int code = SQLITE_DONE;
        while ((code = sqlite3_step(statement.handle)) == SQLITE_ROW) {
            if (done.rows.size() < limit) done.rows.push_back(row_of(query, statement.handle));
            if (done.rows.size() == limit && statement.reads_only) break;
        }
        if (code != SQLITE_DONE && code != SQLITE_ROW) throw_failure(query.name);
        // sqlite3_changes keeps the number of the statement before when this one changed nothing by itself.
        if (sqlite3_total_changes64(handle_) != before) done.changed = sqlite3_changes64(handle_);
        return done;
    }

    void script(std::string_view sql) override {
        const bool inside = sqlite3_get_autocommit(handle_) == 0;  // Pool::scrub() runs outside
        if (sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw_failure("script");
        if (inside && sqlite3_get_autocommit(handle_) != 0) throw base::Bug("a script ended its transaction");
    }

    void prepare_only(std::string_view sql) override { make(Query{"prepare", sql}, /*kept=*/false); }

    void put_blob(std::string_view hash, std::string_view kind, std::string_view bytes) override {
        if (!writing_) throw base::Bug("db.put_blob writes in a read transaction");
        const Statement& statement = prepared(add_blob);
        const Rest rest(statement.handle);
        sqlite3_bind_text64(statement.handle, 1, hash.data(), hash.size(), SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_bind_text64(statement.handle, 2, kind.data(), kind.size(), SQLITE_STATIC, SQLITE_UTF8);
        if (bytes.empty()) {
            sqlite3_bind_zeroblob(statement.handle, 3, 0);
        } else {
            sqlite3_bind_blob64(statement.handle, 3, bytes.data(), bytes.size(), SQLITE_STATIC);
        }
        if (sqlite3_step(statement.handle) != SQLITE_DONE) throw_failure(add_blob.name);
    }

    std::optional<std::string> find_blob_part(std::string_view hash, std::int64_t from, std::int64_t size) override {
        const auto row =
            execute({"db.find_blob", "select rowid from media where hash = :hash"}, std::initializer_list<Param>{{"hash", hash}}, 1).rows;
        if (row.empty()) return std::nullopt;
        sqlite3_blob* blob = nullptr;
        if (sqlite3_blob_open(handle_, "main", "media", "bytes", row[0].number(0), /*flags=*/0, &blob) != SQLITE_OK)
            throw_failure("db.find_blob");
        const std::int64_t whole = sqlite3_blob_bytes(blob);
        const std::int64_t start = std::clamp<std::int64_t>(from, 0, whole);
        std::string bytes(static_cast<std::size_t>(std::clamp<std::int64_t>(size, 0, whole - start)), '\0');
        const int code =
            bytes.empty() ? SQLITE_OK : sqlite3_blob_read(blob, bytes.data(), static_cast<int>(bytes.size()), static_cast<int>(start));
        sqlite3_blob_close(blob);
        if (code != SQLITE_OK) throw_failure("db.find_blob");
        return bytes;
    }

private:
    void check_place() const {
        namespace fs = std::filesystem;
        std::error_code ignored;
        const fs::path folder = fs::path(path_).parent_path();
        if (!folder.empty() && !fs::is_directory(folder, ignored)) throw base::Error("the folder of " + path_ + " does not exist");
        if (fs::is_directory(path_, ignored)) throw base::Error(path_ + " is a folder, not a database file");
    }

    base::Error opening_failed() const {
        const int code = sqlite3_extended_errcode(handle_);
        const int system = sqlite3_system_errno(handle_);
        if ((code & 0xff) == SQLITE_NOTADB) return base::Error(path_ + " is not an SQLite database");
        if (is_locked(code)) return base::Error(path_ + " is locked by another program");
        if (const std::string said = full(code, path_); !said.empty()) return base::Error(said);
        if ((code & 0xff) == SQLITE_READONLY || system == EROFS) return base::Error(path_ + " or its folder is read-only");
        if (system == EACCES || system == EPERM || (code & 0xff) == SQLITE_CANTOPEN) {
            return base::Error(path_ + " cannot be opened for writing: no permission for the file or its folder, or they are read-only");
        }
        return base::Error(path_ + " cannot be opened: " + sqlite3_errmsg(handle_));
    }

    [[noreturn]] void throw_failure(std::string_view name) const {
        const int code = sqlite3_extended_errcode(handle_);
        const std::string what = std::string(name) + ": " + sqlite3_errmsg(handle_);
        if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
            throw Duplicate(what);
        if (is_locked(code)) throw base::Error(std::string(name) + ": " + path_ + " is locked by another program");
        if (const std::string said = full(code, path_); !said.empty()) throw base::Error(std::string(name) + ": " + said);
        throw base::Error(what);
    }

    Statement make(const Query& query, bool kept) {
        Numbered numbered = number_parameters(query.sql, '?');
        Statement made;
        const char* tail = nullptr;
        if (sqlite3_prepare_v3(handle_, numbered.sql.c_str(), static_cast<int>(numbered.sql.size() + 1),
                               kept ? SQLITE_PREPARE_PERSISTENT : 0, &made.handle, &tail) != SQLITE_OK) {
            throw_failure(query.name);
        }
        if (!made.handle || std::string_view(tail).find_first_not_of(" \t\r\n;") != std::string_view::npos) {
            throw base::Bug(std::string(query.name) + " is not exactly one statement");
        }
        made.names = std::move(numbered.names);
        made.reads_only = sqlite3_stmt_readonly(made.handle) != 0;
        return made;
    }

    Statement& prepared(const Query& query) {
        if (const auto found = statements_.find(query.sql); found != statements_.end()) return found->second;
        // Statements are constants of the program; a caller that builds its SQL must not fill the memory.
        if (statements_.size() >= 400) statements_.clear();
        return statements_.emplace(std::string(query.sql), make(query, /*kept=*/true)).first->second;
    }

    static void bind(sqlite3_stmt* handle, int index, const Value& value) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            sqlite3_bind_int64(handle, index, *number);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            sqlite3_bind_text64(handle, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
        } else {
            sqlite3_bind_null(handle, index);
        }
    }

    static Row row_of(const Query& query, sqlite3_stmt* handle) {
        std::vector<Value> columns(static_cast<std::size_t>(sqlite3_column_count(handle)));
        for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
            Value& column = columns[static_cast<std::size_t>(i)];
            switch (sqlite3_column_type(handle, i)) {
                case SQLITE_NULL: break;
                case SQLITE_INTEGER: column = std::int64_t{sqlite3_column_int64(handle, i)}; break;
                case SQLITE_TEXT: {
                    const auto* const bytes = sqlite3_column_text(handle, i);
                    column.emplace<std::string>(reinterpret_cast<const char*>(bytes),
                                                static_cast<std::size_t>(sqlite3_column_bytes(handle, i)));
                    break;
                }
                default: throw base::Bug(std::string(query.name) + ": column " + std::to_string(i) + " is neither a whole number nor text");
            }
        }
        return Row(std::move(columns));
    }

    std::string path_;
    sqlite3* handle_ = nullptr;
    bool writing_ = false;
    Kept<Statement> statements_;
};

}

std::unique_ptr<Connection> connect_sqlite(const std::string& path, bool first) { return std::make_unique<SqliteConnection>(path, first); }

}
