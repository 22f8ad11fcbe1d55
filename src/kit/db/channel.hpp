#pragma once
#include "kit/db/db.hpp"

#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace db {

/// Hears what this process and others say by NOTIFY on a channel of PostgreSQL, on a thread and a connection of its own. What it is given
/// comes in the order of the commits. A connection that was lost is opened again, within a second once the server answers.
class Channel {
public:
    /// The connection that listens; each statement is a transaction.
    class Line {
    public:
        virtual ~Line() = default;
        virtual std::vector<Row> all(const Query&, std::initializer_list<Param> = {}) = 0;
        virtual void run(const Query&, std::initializer_list<Param> = {}) = 0;
    };
    /// Both run on the thread of the channel; if one throws, the connection is opened again.
    struct Ear {
        /// Listening now, for the first time or again: what was said before may not have been heard.
        std::function<void(Line&)> begun;
        /// What was said; at least every second, then perhaps nothing.
        std::function<void(Line&, std::span<const std::string> payloads)> heard;
    };

    Channel(const std::string& url, std::string name, Ear);
    ~Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}
