#include "kit/image/canvas.hpp"
#include "kit/image/sfnt.hpp"

#include <fontconfig/fontconfig.h>
#include <freetype/freetype.h>
#include <freetype/tttables.h>
#include <pango/pangocairo.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <numbers>
#include <utility>

namespace image {

namespace {

/// Like libvips (picture.cpp), they are opened by the process that draws. Pango brings the other libraries with it.
struct Library {
    const child::Library opened{"libpangocairo-1.0.so.0", "libpangocairo-1.0-0"};
    child::Library::Found find(const char* name) const { return opened.find(name); }

    decltype(cairo_image_surface_create)* const surface_create = find("cairo_image_surface_create");
    decltype(cairo_surface_destroy)* const surface_destroy = find("cairo_surface_destroy");
    decltype(cairo_surface_write_to_png_stream)* const write_png = find("cairo_surface_write_to_png_stream");
    decltype(cairo_create)* const create = find("cairo_create");
    decltype(cairo_destroy)* const destroy = find("cairo_destroy");
    decltype(cairo_set_source_rgb)* const set_source_rgb = find("cairo_set_source_rgb");
    decltype(cairo_new_sub_path)* const new_sub_path = find("cairo_new_sub_path");
    decltype(cairo_arc)* const arc = find("cairo_arc");
    decltype(cairo_close_path)* const close_path = find("cairo_close_path");
    decltype(cairo_rectangle)* const rectangle = find("cairo_rectangle");
    decltype(cairo_fill)* const fill = find("cairo_fill");
    decltype(cairo_move_to)* const move_to = find("cairo_move_to");
    decltype(cairo_font_options_create)* const options_create = find("cairo_font_options_create");
    decltype(cairo_font_options_destroy)* const options_destroy = find("cairo_font_options_destroy");
    decltype(cairo_font_options_set_antialias)* const options_antialias = find("cairo_font_options_set_antialias");
    decltype(cairo_font_options_set_hint_style)* const options_hint_style = find("cairo_font_options_set_hint_style");
    decltype(cairo_font_options_set_hint_metrics)* const options_hint_metrics = find("cairo_font_options_set_hint_metrics");

    decltype(pango_cairo_font_map_new_for_font_type)* const font_map = find("pango_cairo_font_map_new_for_font_type");
    decltype(pango_font_map_create_context)* const create_context = find("pango_font_map_create_context");
    decltype(pango_cairo_context_set_font_options)* const context_options = find("pango_cairo_context_set_font_options");
    decltype(pango_cairo_context_set_resolution)* const context_resolution = find("pango_cairo_context_set_resolution");
    decltype(pango_context_set_language)* const context_language = find("pango_context_set_language");
    decltype(pango_language_from_string)* const language = find("pango_language_from_string");
    decltype(pango_layout_new)* const layout_new = find("pango_layout_new");
    decltype(pango_layout_set_text)* const layout_text = find("pango_layout_set_text");
    decltype(pango_layout_set_auto_dir)* const layout_auto_dir = find("pango_layout_set_auto_dir");
    decltype(pango_layout_set_single_paragraph_mode)* const layout_one_line = find("pango_layout_set_single_paragraph_mode");
    decltype(pango_layout_set_font_description)* const layout_font = find("pango_layout_set_font_description");
    decltype(pango_layout_get_size)* const layout_size = find("pango_layout_get_size");
    decltype(pango_layout_get_baseline)* const layout_baseline = find("pango_layout_get_baseline");
    decltype(pango_layout_get_unknown_glyphs_count)* const layout_unknown = find("pango_layout_get_unknown_glyphs_count");
    decltype(pango_cairo_show_layout)* const show_layout = find("pango_cairo_show_layout");
    decltype(pango_font_description_new)* const font_new = find("pango_font_description_new");
    decltype(pango_font_description_free)* const font_free = find("pango_font_description_free");
    decltype(pango_font_description_set_family)* const font_family = find("pango_font_description_set_family");
    decltype(pango_font_description_set_weight)* const font_weight = find("pango_font_description_set_weight");
    decltype(pango_font_description_set_absolute_size)* const font_size = find("pango_font_description_set_absolute_size");

    decltype(FcConfigCreate)* const config_create = find("FcConfigCreate");
    decltype(FcConfigParseAndLoadFromMemory)* const config_load = find("FcConfigParseAndLoadFromMemory");
    decltype(FcConfigBuildFonts)* const config_build = find("FcConfigBuildFonts");
    decltype(FcConfigSetCurrent)* const config_set = find("FcConfigSetCurrent");
    decltype(FcConfigAppFontAddFile)* const config_add = find("FcConfigAppFontAddFile");
    decltype(FcConfigAppFontClear)* const config_clear = find("FcConfigAppFontClear");

    decltype(FT_Init_FreeType)* const ft_init = find("FT_Init_FreeType");
    decltype(FT_Done_FreeType)* const ft_done = find("FT_Done_FreeType");
    decltype(FT_New_Memory_Face)* const ft_open = find("FT_New_Memory_Face");
    decltype(FT_Done_Face)* const ft_close = find("FT_Done_Face");
    decltype(FT_Sfnt_Table_Info)* const ft_table = find("FT_Sfnt_Table_Info");
    decltype(FT_Load_Sfnt_Table)* const ft_load = find("FT_Load_Sfnt_Table");

    decltype(g_object_unref)* const object_unref = find("g_object_unref");

    /// The fonts of this machine under settings of our own: what somebody has set for a desktop changes no picture. The cache only spares
    /// reading every font anew; none is written.
    Library() {
        constexpr const char* settings =
            R"(<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir><cachedir>/var/cache/fontconfig</cachedir></fontconfig>)";
        FcConfig* const config = config_create();
        if (!config || !config_load(config, reinterpret_cast<const FcChar8*>(settings), FcFalse) || !config_build(config) ||
            !config_set(config))
            throw child::NoLibrary("fonts cannot be read: fontconfig does not start");
    }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
};

const Library& lib() {
    static const Library opened;
    return opened;
}

struct Unref {
    void operator()(void* object) const { lib().object_unref(object); }
};
template <class T>
using Object = std::unique_ptr<T, Unref>;

/// The font without the compression of WOFF2, which HarfBuzz does not read and FreeType does; "" for what is no font.
std::string unpacked(std::string_view font) {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    if (lib().ft_init(&library) != 0) return {};
    std::vector<FontTable> tables;
    if (lib().ft_open(library, reinterpret_cast<const FT_Byte*>(font.data()), static_cast<FT_Long>(font.size()), 0, &face) == 0) {
        FT_ULong count = 0;
        lib().ft_table(face, 0, nullptr, &count); // a null instead of a tag asks for the number of tables
        for (FT_UInt i = 0; i < count; ++i) {
            FT_ULong tag = 0, length = 0;
            if (lib().ft_table(face, i, &tag, &length) != 0) continue;
            FontTable table{static_cast<std::uint32_t>(tag), std::string(length, '\0')};
            if (lib().ft_load(face, tag, 0, reinterpret_cast<FT_Byte*>(table.bytes.data()), &length) == 0)
                tables.push_back(std::move(table));
        }
        lib().ft_close(face);
    }
    lib().ft_done(library);
    return tables.empty() ? std::string() : write_sfnt(std::move(tables));
}

/// Fonts that came as bytes, as files with names: Fontconfig and FreeType open fonts by name, more than once. They are files in memory, made
/// with their full size when the library is opened, because later the child may write none; what is mapped can still be filled.
class FontFiles {
public:
    FontFiles() {
        for (int& file : files_) {
            file = memfd_create("font", MFD_CLOEXEC);
            if (file >= 0 && ftruncate(file, max_font) != 0) close(std::exchange(file, -1));
        }
    }
    /// The name of the file that now holds the font; "" for one that has no room.
    std::string fill(std::size_t place, std::string_view font) const {
        if (place >= files_.size() || files_[place] < 0 || font.size() > max_font) return {};
        void* const room = mmap(nullptr, max_font, PROT_READ | PROT_WRITE, MAP_SHARED, files_[place], 0);
        if (room == MAP_FAILED) return {};
        std::memset(static_cast<char*>(room) + font.size(), 0, max_font - font.size());
        std::memcpy(room, font.data(), font.size());
        munmap(room, max_font);
        return "/proc/self/fd/" + std::to_string(files_[place]);
    }

private:
    std::array<int, max_fonts> files_{};
};

const FontFiles& font_files() {
    static const FontFiles made;
    return made;
}

double channel(std::uint32_t colour, int shift) { return static_cast<double>(colour >> shift & 0xff) / 255; }

}

void open_canvas_library() {
    lib();
    font_files();
}

struct Canvas::Impl {
    Impl(int width, int height) : surface(lib().surface_create(CAIRO_FORMAT_RGB24, width, height)), cairo(lib().create(surface)) {}
    ~Impl() {
        context.reset();
        map.reset();
        lib().destroy(cairo);
        lib().surface_destroy(surface);
        lib().config_clear(nullptr);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void set(std::uint32_t colour) const { lib().set_source_rgb(cairo, channel(colour, 16), channel(colour, 8), channel(colour, 0)); }

    Object<PangoLayout> layout(std::string_view text, const Hand& hand) const {
        lib().context_language(context.get(), lib().language(hand.japanese ? "ja" : "en"));
        Object<PangoLayout> made(lib().layout_new(context.get()));
        lib().layout_one_line(made.get(), TRUE);
        lib().layout_auto_dir(made.get(), FALSE);
        PangoFontDescription* const font = lib().font_new();
        lib().font_family(font, hand.families.c_str());
        lib().font_weight(font, hand.bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
        lib().font_size(font, hand.size * PANGO_SCALE);
        lib().layout_font(made.get(), font);
        lib().font_free(font);
        lib().layout_text(made.get(), text.data(), static_cast<int>(text.size()));
        return made;
    }

    cairo_surface_t* const surface;
    cairo_t* const cairo;
    Object<PangoFontMap> map;
    Object<PangoContext> context;
};

Canvas::Canvas(int width, int height, const std::vector<std::string>& fonts) : impl_(std::make_unique<Impl>(width, height)) {
    for (std::size_t i = 0; i < fonts.size(); ++i)
        if (const std::string font = unpacked(fonts[i]); !font.empty())
            if (const std::string name = font_files().fill(i, font); !name.empty())
                lib().config_add(nullptr, reinterpret_cast<const FcChar8*>(name.c_str()));
    impl_->map.reset(lib().font_map(CAIRO_FONT_TYPE_FT));
    impl_->context.reset(lib().create_context(impl_->map.get()));
    cairo_font_options_t* const options = lib().options_create();
    lib().options_antialias(options, CAIRO_ANTIALIAS_GRAY);
    lib().options_hint_style(options, CAIRO_HINT_STYLE_NONE);
    lib().options_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    lib().context_options(impl_->context.get(), options);
    lib().options_destroy(options);
    lib().context_resolution(impl_->context.get(), 72);
}

Canvas::~Canvas() = default;

void Canvas::rectangle(double x, double y, double width, double height, std::uint32_t colour, double radius) {
    constexpr double quarter = std::numbers::pi / 2;
    cairo_t* const cairo = impl_->cairo;
    impl_->set(colour);
    if (radius > 0) {
        lib().new_sub_path(cairo);
        lib().arc(cairo, x + width - radius, y + radius, radius, -quarter, 0);
        lib().arc(cairo, x + width - radius, y + height - radius, radius, 0, quarter);
        lib().arc(cairo, x + radius, y + height - radius, radius, quarter, 2 * quarter);
        lib().arc(cairo, x + radius, y + radius, radius, 2 * quarter, 3 * quarter);
        lib().close_path(cairo);
    } else {
        lib().rectangle(cairo, x, y, width, height);
    }
    lib().fill(cairo);
}

double Canvas::width_of(std::string_view text, const Hand& hand) const {
    int width = 0;
    lib().layout_size(impl_->layout(text, hand).get(), &width, nullptr);
    return static_cast<double>(width) / PANGO_SCALE;
}

bool Canvas::can_write(std::string_view text, const Hand& hand) const { return lib().layout_unknown(impl_->layout(text, hand).get()) == 0; }

void Canvas::write(std::string_view text, const Hand& hand, std::uint32_t colour, double x, double y) {
    const auto layout = impl_->layout(text, hand);
    impl_->set(colour);
    lib().move_to(impl_->cairo, x, y - static_cast<double>(lib().layout_baseline(layout.get())) / PANGO_SCALE);
    lib().show_layout(impl_->cairo, layout.get());
}

std::string Canvas::png() const {
    std::string out;
    const auto add = [](void* to, const unsigned char* data, unsigned int length) {
        static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    };
    if (lib().write_png(impl_->surface, add, &out) != CAIRO_STATUS_SUCCESS) out.clear();
    return out;
}

}
