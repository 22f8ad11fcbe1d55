#pragma once
#include "design/frame.hpp"
#include "design/parts.hpp"
#include "learn/learn.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace learn::view {

struct CourseCard {
    Course course;
    editorial::Entry entry;
    std::optional<editorial::Entry> other;  // the same course in the other language
    int lessons = 0, minutes = 0, longest = 0;  // minutes in all, and of the longest lesson
};

design::Notebook notebook(base::Lang, const CourseCard&);

/// Steps of the time filter.
inline constexpr std::array<int, 2> lesson_minutes{10, 20};

struct Filter {
    std::string level;  // one of all_levels(), or empty
    int most_minutes = 0;  // of every lesson; 0: any
};
html::Html courses(base::Lang, const std::vector<CourseCard>&, const Filter&, bool any_course);

struct CoursePage {
    CourseCard card;
    html::Html body;
    std::vector<editorial::Entry> lessons;
    html::Html notices;
    std::vector<design::Person> people;
};
html::Html course(base::Lang, const CoursePage&);

struct LessonPage {
    Course course;
    editorial::Entry course_entry;
    editorial::Text text;
    std::vector<std::string> levels;
    std::vector<editorial::Entry> lessons;
    std::vector<design::Person> people;
    html::Html notices, body;
    bool has_sheet = false;
    bool print = false, with_research = false;  // the print view, and whether the deep dive is printed
};
html::Html lesson(base::Lang, const LessonPage&);

}
