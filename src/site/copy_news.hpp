#pragma once

namespace site {

/// From now on whoever has a stream of a text open is told what happens to its working copy: editorial::on_copy_news() to streams::tell().
void tell_copies();

}
