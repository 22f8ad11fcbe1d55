#include "kit/base/ids.hpp"
#include "kit/mail/compose.hpp"
#include "kit/mail/store.hpp"

namespace mail {

MailId send(db::Tx& tx, const Message& message) {
    Message kept = message;
    if (kept.message_id.empty()) kept.message_id = base::new_uid();
    // What cannot be sent is refused while somebody is there to hear it.
    Message probe = kept;
    if (probe.from.address.empty()) probe.from.address = "sender@host.example";
    compose(probe, tx.now());
    if (!kept.from.address.empty()) kept.message_id = whole_message_id(kept.message_id, kept.from);

    Mail mail;
    mail.id = static_cast<MailId>(base::new_id());
    mail.message = std::move(kept);
    mail.made_at = tx.now();
    store::add(tx, mail);
    jobs::later(tx, store::deliver_kind, std::to_string(static_cast<std::int64_t>(mail.id)));
    return mail.id;
}

}
