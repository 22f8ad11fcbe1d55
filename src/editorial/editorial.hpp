#pragma once
// The door: what a piece is (piece.hpp), the working copy (working.hpp), its stages (stage.hpp), what was done to it and by whom (history.hpp),
// pictures in texts (picture.hpp).
#include "editorial/carry.hpp"
#include "editorial/deciding.hpp"
#include "editorial/history.hpp"
#include "editorial/news.hpp"
#include "editorial/own.hpp"
#include "editorial/pair.hpp"
#include "editorial/picture.hpp"
#include "editorial/piece.hpp"
#include "editorial/piece_line.hpp"
#include "editorial/redact.hpp"
#include "editorial/setting.hpp"
#include "editorial/stage.hpp"
#include "editorial/working.hpp"
