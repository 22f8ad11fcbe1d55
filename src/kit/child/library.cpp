#include "kit/child/child.hpp"

#include <dlfcn.h>

namespace child {

Library::Library(const char* file, std::string_view package) : file_(file), opened_(dlopen(file, RTLD_NOW | RTLD_LOCAL)) {
    if (!opened_) throw NoLibrary(std::string(file) + " cannot be opened (Debian: apt install " + std::string(package) + ")");
}

Library::Found Library::find(const char* function) const {
    void* const found = dlsym(opened_, function);
    if (!found) throw NoLibrary(std::string(file_) + " has no " + function);
    return {found};
}

}
