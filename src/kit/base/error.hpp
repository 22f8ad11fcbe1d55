#pragma once
#include <stdexcept>
#include <string>
#include <utility>

namespace base {

/// The world failed (disk, SQL, network). `what()` is for the log, never for the visitor.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& what) : std::runtime_error(what) {}
    /// The same failure, with what was being done: "while mailing issue 12: disk full".
    Error context(const std::string& doing) const { return Error(doing + ": " + what()); }
};

/// Somebody wrote at the same moment; the transaction may be run again.
class Conflict : public Error {
public:
    using Error::Error;
};

/// Protocol-neutral refusals; kit/web answers 403, 404 and 429.
struct Denied : Error {
    explicit Denied(const std::string& what = "not allowed") : Error(what) {}
};
struct Missing : Error {
    explicit Missing(const std::string& what = "not found") : Error(what) {}
};
struct Busy : Error {
    explicit Busy(const std::string& what = "too often") : Error(what) {}
};

}
