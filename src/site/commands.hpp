#pragma once

namespace site {

/// The command line. Throws base::Error with one clear line; answers the exit code.
int run_command(int argc, char** argv);

}
