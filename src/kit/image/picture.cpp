#include "kit/image/picture.hpp"

#include <dlfcn.h>
#include <vips/vips.h>

#include <utility>

namespace image {

namespace {

/// libvips brings a hundred libraries and thirty megabytes with it, so it is opened by the process that decodes, when it does. Each of
/// its loaders is called by name: the functions that look for a loader themselves also find those for SVG, PDF and ImageMagick.
struct Library {
    const child::Library opened{"libvips.so.42", "libvips42"};
    child::Library::Found find(const char* name) const { return opened.find(name); }

    decltype(vips_init)* const init = find("vips_init");
    decltype(vips_shutdown)* const shutdown = find("vips_shutdown");
    decltype(vips_type_find)* const type_find = find("vips_type_find");
    decltype(vips_block_untrusted_set)* const block_untrusted_set = find("vips_block_untrusted_set");
    decltype(vips_concurrency_set)* const concurrency_set = find("vips_concurrency_set");
    decltype(vips_cache_set_max)* const cache_set_max = find("vips_cache_set_max");
    decltype(vips_error_buffer)* const error_buffer = find("vips_error_buffer");
    decltype(vips_error_clear)* const error_clear = find("vips_error_clear");
    decltype(vips_jpegload_buffer)* const jpegload_buffer = find("vips_jpegload_buffer");
    decltype(vips_pngload_buffer)* const pngload_buffer = find("vips_pngload_buffer");
    decltype(vips_webpload_buffer)* const webpload_buffer = find("vips_webpload_buffer");
    decltype(vips_gifload_buffer)* const gifload_buffer = find("vips_gifload_buffer");
    decltype(vips_heifload_buffer)* const heifload_buffer = find("vips_heifload_buffer");
    decltype(vips_jpegsave_buffer)* const jpegsave_buffer = find("vips_jpegsave_buffer");
    decltype(vips_heifsave_buffer)* const heifsave_buffer = find("vips_heifsave_buffer");
    decltype(vips_image_get_width)* const image_get_width = find("vips_image_get_width");
    decltype(vips_image_get_height)* const image_get_height = find("vips_image_get_height");
    decltype(vips_image_get_bands)* const image_get_bands = find("vips_image_get_bands");
    decltype(vips_image_get_orientation_swap)* const image_get_orientation_swap = find("vips_image_get_orientation_swap");
    decltype(vips_image_hasalpha)* const image_hasalpha = find("vips_image_hasalpha");
    decltype(vips_image_write_to_memory)* const image_write_to_memory = find("vips_image_write_to_memory");
    decltype(vips_image_new_from_memory_copy)* const image_new_from_memory_copy = find("vips_image_new_from_memory_copy");
    decltype(vips_thumbnail_image)* const thumbnail_image = find("vips_thumbnail_image");
    decltype(vips_image_get_typeof)* const image_get_typeof = find("vips_image_get_typeof");
    decltype(vips_icc_transform)* const icc_transform = find("vips_icc_transform");
    decltype(vips_colourspace)* const colourspace = find("vips_colourspace");
    decltype(vips_flatten)* const flatten = find("vips_flatten");
    decltype(vips_cast)* const cast = find("vips_cast");
    decltype(vips_copy)* const copy = find("vips_copy");
    decltype(vips_smartcrop)* const smartcrop = find("vips_smartcrop");
    decltype(vips_array_double_new)* const array_double_new = find("vips_array_double_new");
    decltype(vips_area_unref)* const area_unref = find("vips_area_unref");
    decltype(g_object_unref)* const object_unref = find("g_object_unref");
    decltype(g_free)* const free = find("g_free");
    decltype(g_log_set_handler)* const log_set_handler = find("g_log_set_handler");

    Library() {
        if (init("altto") != 0) throw NoLibrary("pictures cannot be read: libvips does not start");
        add_heif();
        block_untrusted_set(TRUE);
        // What it has to say about a stranger's picture belongs in nobody's log; failures come back as such.
        log_set_handler("VIPS", G_LOG_LEVEL_WARNING, [](const char*, GLogLevelFlags, const char*, void*) {}, nullptr);
        // A request has one picture, and several renderers share the processors already.
        concurrency_set(1);
        cache_set_max(0);
    }
    /// Its idle threads end here and not in the middle of the program's exit.
    ~Library() { shutdown(); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    /// AVIF and HEIC are a module of Debian's libvips. libvips loads all its modules or, told of another home, none: then the one that is
    /// needed is loaded here, and ImageMagick, poppler and OpenSlide never come into the process that decodes.
    void add_heif() const {
        Dl_info self{};
        if (type_find("VipsForeign", "heifload_buffer") != 0 || dladdr(reinterpret_cast<void*>(init), &self) == 0) return;
        const std::string path = self.dli_fname;
        const std::string module = path.substr(0, path.rfind('/') + 1) + "vips-modules-8.14/vips-heif.so";
        void* const heif = dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
        void* const start = heif ? dlsym(heif, "g_module_check_init") : nullptr;
        if (start) reinterpret_cast<const char* (*)(void*)>(start)(nullptr);
    }
};

const Library& vips() {
    static const Library opened;
    return opened;
}

[[noreturn]] void fail() {
    std::string why = vips().error_buffer();
    vips().error_clear();
    throw Damaged(why);
}

VipsImage* raw(void* image) { return static_cast<VipsImage*>(image); }

/// What a save or a copy to memory gave, as bytes of ours.
std::string taken(void* data, std::size_t size) {
    const std::unique_ptr<void, decltype(g_free)*> owned(data, vips().free);
    return {static_cast<const char*>(data), size};
}

}

void open_library() { vips(); }

void Picture::Release::operator()(void* image) const { vips().object_unref(image); }

Picture Picture::open(Format format, std::string_view bytes, int shrink) {
    const Library& lib = vips();
    // It also keeps what it tried and did without.
    lib.error_clear();
    VipsImage* image = nullptr;
    // The loaders only read.
    void* const data = const_cast<char*>(bytes.data());
    int failed = 0;
    // Of libvips' degrees of trust, "error" refuses what is cut short and lets pass what every viewer shows all the same.
    constexpr const char* const access = "access";
    constexpr const char* const fail_on = "fail_on";
    switch (format) {
        case Format::jpeg:
            failed = lib.jpegload_buffer(data, bytes.size(), &image, "shrink", shrink, access, VIPS_ACCESS_SEQUENTIAL, fail_on,
                                         VIPS_FAIL_ON_ERROR, nullptr);
            break;
        case Format::png:
            failed = lib.pngload_buffer(data, bytes.size(), &image, access, VIPS_ACCESS_SEQUENTIAL, fail_on, VIPS_FAIL_ON_ERROR, nullptr);
            break;
        case Format::webp:
            failed = lib.webpload_buffer(data, bytes.size(), &image, access, VIPS_ACCESS_SEQUENTIAL, fail_on, VIPS_FAIL_ON_ERROR, nullptr);
            break;
        case Format::gif:
            failed = lib.gifload_buffer(data, bytes.size(), &image, access, VIPS_ACCESS_SEQUENTIAL, fail_on, VIPS_FAIL_ON_ERROR, nullptr);
            break;
        case Format::heif:
            failed = lib.heifload_buffer(data, bytes.size(), &image, access, VIPS_ACCESS_SEQUENTIAL, fail_on, VIPS_FAIL_ON_ERROR, nullptr);
            break;
    }
    if (failed != 0) fail();
    return Picture(Handle(image));
}

int Picture::width() const {
    VipsImage* const image = raw(image_.get());
    return vips().image_get_orientation_swap(image) ? vips().image_get_height(image) : vips().image_get_width(image);
}

int Picture::height() const {
    VipsImage* const image = raw(image_.get());
    return vips().image_get_orientation_swap(image) ? vips().image_get_width(image) : vips().image_get_height(image);
}

Picture Picture::fitted(int width, int height) const {
    const Library& lib = vips();
    // `step(&next)` makes the next image out of the present one, which it may let go.
    Handle at;
    const auto succeeds = [&](auto step) {
        VipsImage* next = nullptr;
        if (step(&next) != 0) return false;
        at.reset(next);
        return true;
    };
    const auto then = [&](auto step) {
        if (!succeeds(step)) fail();
    };
    then([&](VipsImage** out) {
        return lib.thumbnail_image(raw(image_.get()), out, width, "height", height, "size", VIPS_SIZE_FORCE, nullptr);
    });
    // Many a profile is damaged or meant for another picture; viewers show such a picture as if it had none.
    if (lib.image_get_typeof(raw(at.get()), VIPS_META_ICC_NAME) != 0 && !succeeds([&](VipsImage** out) {
            return lib.icc_transform(raw(at.get()), out, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE, nullptr);
        })) {
        lib.error_clear();
    }
    then([&](VipsImage** out) { return lib.colourspace(raw(at.get()), out, VIPS_INTERPRETATION_sRGB, nullptr); });
    if (lib.image_hasalpha(raw(at.get()))) {
        constexpr double white = 255;
        const std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> background(
            lib.array_double_new(&white, 1), [](VipsArrayDouble* array) { vips().area_unref(&array->area); });
        then([&](VipsImage** out) { return lib.flatten(raw(at.get()), out, "background", background.get(), nullptr); });
    }
    then([&](VipsImage** out) { return lib.cast(raw(at.get()), out, VIPS_FORMAT_UCHAR, nullptr); });

    if (lib.image_get_bands(raw(at.get())) != 3) throw Damaged("not three bands");
    const int actual_width = lib.image_get_width(raw(at.get()));
    const int actual_height = lib.image_get_height(raw(at.get()));
    if (actual_width != width || actual_height != height) throw Damaged("not of the size that was asked for");
    std::size_t size = 0;
    void* const memory = lib.image_write_to_memory(raw(at.get()), &size);
    if (!memory) fail();
    const std::string pixels = taken(memory, size);
    // A new image around the bare pixels: what was in no byte of them is not there any more.
    at.reset(lib.image_new_from_memory_copy(pixels.data(), pixels.size(), width, height, 3, VIPS_FORMAT_UCHAR));
    if (!at) fail();
    then([&](VipsImage** out) { return lib.copy(raw(at.get()), out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr); });
    return Picture(std::move(at));
}

Picture Picture::square(int side, Crop crop) const {
    VipsImage* out = nullptr;
    const VipsInteresting where = crop == Crop::attention ? VIPS_INTERESTING_ATTENTION : VIPS_INTERESTING_CENTRE;
    if (vips().smartcrop(raw(image_.get()), &out, side, side, "interesting", where, nullptr) != 0) fail();
    return Picture(Handle(out)).fitted(side, side);
}

std::string Picture::jpeg() const {
    void* data = nullptr;
    std::size_t size = 0;
    if (vips().jpegsave_buffer(raw(image_.get()), &data, &size, "Q", 80, "optimize_coding", TRUE, "strip", TRUE, nullptr) != 0) fail();
    return taken(data, size);
}

std::optional<std::string> Picture::avif() const {
    void* data = nullptr;
    std::size_t size = 0;
    // Of 640 pixels, effort 2 makes files as small as the default 4 in an eighth of the time.
    if (vips().heifsave_buffer(raw(image_.get()), &data, &size, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1, "effort", 2, "Q", 55,
                               "strip", TRUE, nullptr) != 0) {
        vips().error_clear();
        return std::nullopt;
    }
    return taken(data, size);
}

std::string Picture::pixels() const {
    std::size_t size = 0;
    void* const memory = vips().image_write_to_memory(raw(image_.get()), &size);
    if (!memory) fail();
    return taken(memory, size);
}

}
