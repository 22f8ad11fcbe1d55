#include "kit/base/check.hpp"
#include "kit/db/connection.hpp"
#include "kit/db/parameters.hpp"

#include <libpq-fe.h>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <charconv>

namespace db {

namespace {

using PgResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Type numbers of PostgreSQL's catalogue (pg_type.dat); they never change.
constexpr Oid bool_type = 16, bytea_type = 17, int8_type = 20, int2_type = 21, int4_type = 23, float4_type = 700, float8_type = 701,
              numeric_type = 1700;

std::string one_line(std::string_view message) {
    std::string line;
    for (const char c : message) {
        if (c != '\n' && c != '\t') {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

/// `user@host:port/name`, without the password.
std::string place_of(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
    if (!options) return "PostgreSQL";
    const auto value = [&](std::string_view keyword, const std::string& otherwise) {
        for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
            if (keyword == option->keyword) return std::string(option->val ? option->val : otherwise);
        }
        return otherwise;
    };
    return "PostgreSQL at " + value("host", value("hostaddr", "the local socket")) + ":" + value("port", "5432") + "/" +
           value("dbname", "");
}

struct Statement {
    std::string id;
    std::vector<std::string> names;
};

class PostgresConnection final : public Connection {
public:
    explicit PostgresConnection(std::string url) : url_(std::move(url)) { connect(); }

    void begin(bool writing) override {
        const char* const sql = writing ? "begin isolation level serializable" : "begin isolation level repeatable read read only";
        if (handle_) {
            const PgResult started(PQexec(handle_.get(), sql), &PQclear);
            if (PQresultStatus(started.get()) == PGRES_COMMAND_OK) return;
        }
        // The server was restarted or the line was cut while the connection lay idle: nothing of ours was lost.
        connect();
        const PgResult started(PQexec(handle_.get(), sql), &PQclear);
        expect("begin", started.get());
    }

    void commit() override {
        need_handle("commit");
        const PgResult ended(PQexec(handle_.get(), "commit"), &PQclear);
        if (!ended || PQstatus(handle_.get()) != CONNECTION_OK) {
            handle_.reset();
            // Not a Conflict: the work may have been done, so it must not be run again.
            throw base::Error("the connection to the database was lost during commit; whether it was done is not known");
        }
        expect("commit", ended.get());
        if (std::string_view(PQcmdStatus(ended.get())) != "COMMIT") throw base::Error("commit: the transaction had failed before");
    }

    void rollback() noexcept override {
        if (!handle_ || PQtransactionStatus(handle_.get()) == PQTRANS_IDLE) return;
        const PgResult ended(PQexec(handle_.get(), "rollback"), &PQclear);
        if (PQresultStatus(ended.get()) != PGRES_COMMAND_OK) handle_.reset();
    }

    Outcome execute(const Query& query, std::span<const Param> params, std::size_t limit) override {
        const Statement& statement = prepared(query);
        const auto values = arrange(query, statement.names, params);
        std::vector<std::string> numbers(values.size());
        std::vector<const char*> texts(values.size(), nullptr);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (const auto* number = std::get_if<std::int64_t>(values[i])) {
                numbers[i] = std::to_string(*number);
                texts[i] = numbers[i].c_str();
            } else if (const auto* text = std::get_if<std::string>(values[i])) {
                texts[i] = text->c_str();
            }
        }
        const PgResult result(PQexecPrepared(handle_.get(), statement.id.c_str(), static_cast<int>(texts.size()), texts.data(), nullptr,
                                             nullptr, /*resultFormat=*/0),
                              &PQclear);
        expect(query.name, result.get());
        return outcome_of(query, result.get(), limit);
    }

    void script(std::string_view sql) override {
        need_handle("script");
        const bool inside = PQtransactionStatus(handle_.get()) == PQTRANS_INTRANS;  // Pool::scrub() runs outside
        const PgResult result(PQexec(handle_.get(), std::string(sql).c_str()), &PQclear);
        expect("script", result.get());
        if (inside && PQtransactionStatus(handle_.get()) != PQTRANS_INTRANS) throw base::Bug("a script ended its transaction");
    }

    void prepare_only(std::string_view sql) override {
        const Query query{"prepare", sql};
        const Statement made = make(query, "");
    }

    void put_blob(std::string_view hash, std::string_view kind, std::string_view bytes) override {
        const Statement& statement = prepared(add_blob);
        const std::string hash_text(hash);
        const std::string kind_text(kind);
        const std::array<const char*, 3> values{hash_text.c_str(), kind_text.c_str(), bytes.empty() ? "" : bytes.data()};
        const std::array<int, 3> lengths{0, 0, static_cast<int>(bytes.size())};
        const std::array<int, 3> formats{0, 0, 1};
        const PgResult result(PQexecPrepared(handle_.get(), statement.id.c_str(), 3, values.data(), lengths.data(), formats.data(), 0),
                              &PQclear);
        expect(add_blob.name, result.get());
    }

    std::optional<std::string> find_blob_part(std::string_view hash, std::int64_t from, std::int64_t size) override {
        const Query query{"db.find_blob",
                          "select substring(bytes from cast(:from as integer) for cast(:size as integer)) from media where hash = :hash"};
        const Statement& statement = prepared(query, /*widen=*/false);
        constexpr std::int64_t most = 1 << 30;
        const std::string hash_text(hash);
        const std::string from_text = std::to_string(std::clamp<std::int64_t>(from, 0, most) + 1);
        const std::string size_text = std::to_string(std::clamp<std::int64_t>(size, 0, most));
        const std::array<const char*, 3> values{from_text.c_str(), size_text.c_str(), hash_text.c_str()};
        const PgResult result(PQexecPrepared(handle_.get(), statement.id.c_str(), 3, values.data(), nullptr, nullptr, /*resultFormat=*/1),
                              &PQclear);
        expect(query.name, result.get());
        if (PQntuples(result.get()) == 0) return std::nullopt;
        return std::string(PQgetvalue(result.get(), 0, 0), static_cast<std::size_t>(PQgetlength(result.get(), 0, 0)));
    }

    PGconn* handle() const { return handle_.get(); }

private:
    void connect() {
        statements_.clear();
        // What the address says comes later in the list and wins.
        const std::array<const char*, 7> keywords{
            "connect_timeout", "keepalives_idle", "tcp_user_timeout", "dbname", "client_encoding", "options", nullptr};
        const std::array<const char*, 7> values{"5", "30", "10000", url_.c_str(), "UTF8", nullptr, nullptr};
        handle_.reset(PQconnectdbParams(keywords.data(), values.data(), /*expand_dbname=*/1));
        if (PQstatus(handle_.get()) != CONNECTION_OK) {
            const std::string why = handle_ ? one_line(PQerrorMessage(handle_.get())) : "out of memory";
            handle_.reset();
            const bool refused = why.find("password") != std::string::npos;
            throw base::Error((refused ? "cannot sign in to " : "cannot reach ") + place_of(url_) + ": " + why);
        }
        PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
    }

    /// A lost connection has rolled the transaction back, so it may be run again.
    void need_handle(std::string_view doing) const {
        if (!handle_) throw base::Conflict(std::string(doing) + ": the connection to the database was lost");
    }

    void expect(std::string_view name, const PGresult* result) {
        const ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
        const char* const field = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
        const std::string_view state = field ? field : "";
        const std::string what = std::string(name) + ": " + one_line(result ? PQresultErrorMessage(result) : PQerrorMessage(handle_.get()));
        if (PQstatus(handle_.get()) != CONNECTION_OK) {
            handle_.reset();
            throw base::Conflict(what);
        }
        if (state == "40001" || state == "40P01" || state == "55P03") throw base::Conflict(what);
        if (state == "23505") throw Duplicate(what);
        if (state == "25006") throw base::Bug(what);  // writes in a read transaction
        if (state == "53100") throw base::Error(std::string(name) + ": the disk of " + place_of(url_) + " is full");
        throw base::Error(what);
    }

    /// Types are left to the server. Where it infers a narrower number than ours (`:now - 60` makes an integer of :now), the
    /// statement is prepared again with a wide one.
    Statement make(const Query& query, const std::string& id, bool widen = true) {
        need_handle(query.name);
        Numbered numbered = number_parameters(query.sql, '$');
        prepare(query, id, numbered.sql, {});
        const PgResult described(PQdescribePrepared(handle_.get(), id.c_str()), &PQclear);
        expect(query.name, described.get());
        std::vector<Oid> types(static_cast<std::size_t>(PQnparams(described.get())), 0);
        if (types.size() != numbered.names.size()) throw base::Bug(std::string(query.name) + ": $ is kept for parameters");
        bool narrow = false;
        for (std::size_t i = 0; i < types.size(); ++i) {
            const Oid type = PQparamtype(described.get(), static_cast<int>(i));
            if (type != int2_type && type != int4_type && type != numeric_type && type != float8_type) continue;
            types[i] = int8_type;
            narrow = true;
        }
        if (narrow && widen) {
            if (!id.empty()) {
                const PgResult dropped(PQexec(handle_.get(), ("deallocate " + id).c_str()), &PQclear);
                expect(query.name, dropped.get());
            }
            prepare(query, id, numbered.sql, types);
        }
        return {id, std::move(numbered.names)};
    }

    void prepare(const Query& query, const std::string& id, const std::string& sql, const std::vector<Oid>& types) {
        const PgResult made(PQprepare(handle_.get(), id.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data()), &PQclear);
        expect(query.name, made.get());
    }

    Statement& prepared(const Query& query, bool widen = true) {
        need_handle(query.name);
        if (const auto found = statements_.find(query.sql); found != statements_.end()) return found->second;
        if (statements_.size() >= 400) {
            statements_.clear();
            const PgResult dropped(PQexec(handle_.get(), "deallocate all"), &PQclear);
            expect("deallocate", dropped.get());
        }
        Statement made = make(query, "s" + std::to_string(++made_), widen);
        return statements_.emplace(std::string(query.sql), std::move(made)).first->second;
    }

    static Outcome outcome_of(const Query& query, const PGresult* result, std::size_t limit) {
        Outcome done;
        const std::string_view changed = PQcmdTuples(const_cast<PGresult*>(result));
        if (std::string_view(PQcmdStatus(const_cast<PGresult*>(result))).substr(0, 6) != "SELECT") {
            std::from_chars(changed.data(), changed.data() + changed.size(), done.changed);
        }
        const int rows = static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(PQntuples(result)), limit));
        const int columns = PQnfields(result);
        done.rows.reserve(static_cast<std::size_t>(rows));
        for (int row = 0; row < rows; ++row) {
            std::vector<Value> read(static_cast<std::size_t>(columns));
            for (int column = 0; column < columns; ++column) {
                if (PQgetisnull(result, row, column) == 0) read[static_cast<std::size_t>(column)] = value_of(query, result, row, column);
            }
            done.rows.emplace_back(std::move(read));
        }
        return done;
    }

    static Value value_of(const Query& query, const PGresult* result, int row, int column) {
        const std::string_view text(PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column)));
        switch (PQftype(result, column)) {
            case bool_type: return std::int64_t{text == "t" ? 1 : 0};
            case int8_type:
            case int4_type:
            case int2_type:
            case numeric_type: {  // sum() of BIGINT is numeric
                std::int64_t number = 0;
                const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
                if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return number;
                break;
            }
            case float4_type:
            case float8_type:
            case bytea_type: break;
            default: return std::string(text);
        }
        throw base::Bug(std::string(query.name) + ": column " + std::to_string(column) + " is neither a whole number nor text");
    }

    struct Finish {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    std::string url_;
    std::unique_ptr<PGconn, Finish> handle_;
    std::size_t made_ = 0;
    Kept<Statement> statements_;
};

class Listener final : public PostgresListener {
public:
    Listener(const std::string& url, const std::string& channel) : connection_(url), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        base::check(wake_ >= 0);
        const PgResult result(PQexec(connection_.handle(), ("listen " + channel).c_str()), &PQclear);
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            close(wake_);
            throw base::Error("listen: " + one_line(PQerrorMessage(connection_.handle())));
        }
    }
    ~Listener() override { close(wake_); }

    std::vector<std::string> wait(std::chrono::milliseconds longest) override {
        PGconn* const handle = connection_.handle();
        if (!handle) throw base::Error("listen: the connection to the database was lost");
        if (auto heard = take_notices(handle); !heard.empty()) return heard;
        std::array<pollfd, 2> watched{pollfd{PQsocket(handle), POLLIN, 0}, pollfd{wake_, POLLIN, 0}};
        poll(watched.data(), watched.size(), static_cast<int>(longest.count()));
        if ((watched[1].revents & POLLIN) != 0) {
            eventfd_t ignored = 0;
            eventfd_read(wake_, &ignored);
        }
        if (watched[0].revents != 0 && PQconsumeInput(handle) == 0) throw base::Error("listen: " + one_line(PQerrorMessage(handle)));
        return take_notices(handle);
    }

    void interrupt() override { eventfd_write(wake_, 1); }
    Connection& connection() override { return connection_; }

private:
    static std::vector<std::string> take_notices(PGconn* handle) {
        std::vector<std::string> heard;
        while (PGnotify* const notice = PQnotifies(handle)) {
            const std::unique_ptr<PGnotify, void (*)(void*)> held(notice, [](void* memory) { PQfreemem(memory); });
            heard.emplace_back(notice->extra ? notice->extra : "");
        }
        return heard;
    }

    PostgresConnection connection_;
    int wake_;
};

}

bool is_postgres(std::string_view url) { return url.starts_with("postgresql://") || url.starts_with("postgres://"); }

std::unique_ptr<Connection> connect_postgres(const std::string& url) { return std::make_unique<PostgresConnection>(url); }

std::unique_ptr<PostgresListener> listen_postgres(const std::string& url, const std::string& channel) {
    return std::make_unique<Listener>(url, channel);
}

}
