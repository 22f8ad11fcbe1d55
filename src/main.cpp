#include "site/commands.hpp"


#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    try {
        return site::run_command(argc, argv);
    } catch (const std::exception& failed) {
        std::cerr << "altto: " << failed.what() << "\n";
        return 1;
    }
}
