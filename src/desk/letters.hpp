#pragma once
#include "design/frame.hpp"
#include "editorial/editorial.hpp"

/// Private to desk: what is mailed when somebody waits for the receiver, and what waits once a week. Each goes to whoever has an account and may
/// open the text, in the language that they chose for mail.
namespace desk {

/// To whoever was asked to write, translate, read or proofread.
void mail_asked(db::Tx&, const design::Frame&, std::int64_t turn);
/// To those who were asked to read it; to nobody where nobody was.
void mail_handed_over(db::Tx&, const design::Frame&, editorial::ActId);
/// To those who write it.
void mail_sent_back(db::Tx&, const design::Frame&, editorial::ActId);
/// To everybody who has a part in it, but whoever published it; of a correction to those who handed it over.
void mail_went_live(db::Tx&, const design::Frame&, editorial::TextId);
/// Nothing where nothing waits, or the person wants none.
void mail_week(db::Tx&, const design::Frame&, people::PersonId);

}
