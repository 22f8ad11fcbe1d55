#include "kit/text/japanese.hpp"

#include "kit/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace text {

namespace {
// 学年別漢字配当表, Course of Study of 2017: 80, 160, 200, 202, 193 and 191 characters.
constexpr std::array<std::string_view, 6> by_grade{
    "一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕石赤千川先早草足村大男竹中虫町天"
    "田土二日入年白八百文木本名目立力林六",
    "引羽雲園遠何科夏家歌画回会海絵外角楽活間丸岩顔汽記帰弓牛魚京強教近兄形計元言原戸古午後語工公広交光考行高黄合谷国黒今才細作"
    "算止市矢姉思紙寺自時室社弱首秋週春書少場色食心新親図数西声星晴切雪船線前組走多太体台地池知茶昼長鳥朝直通弟店点電刀冬当東答"
    "頭同道読内南肉馬売買麦半番父風分聞米歩母方北毎妹万明鳴毛門夜野友用曜来里理話",
    "悪安暗医委意育員院飲運泳駅央横屋温化荷界開階寒感漢館岸起期客究急級宮球去橋業曲局銀区苦具君係軽血決研県庫湖向幸港号根祭皿仕"
    "死使始指歯詩次事持式実写者主守取酒受州拾終習集住重宿所暑助昭消商章勝乗植申身神真深進世整昔全相送想息速族他打対待代第題炭短"
    "談着注柱丁帳調追定庭笛鉄転都度投豆島湯登等動童農波配倍箱畑発反坂板皮悲美鼻筆氷表秒病品負部服福物平返勉放味命面問役薬由油有"
    "遊予羊洋葉陽様落流旅両緑礼列練路和",
    "愛案以衣位茨印英栄媛塩岡億加果貨課芽賀改械害街各覚潟完官管関観願岐希季旗器機議求泣給挙漁共協鏡競極熊訓軍郡群径景芸欠結建健"
    "験固功好香候康佐差菜最埼材崎昨札刷察参産散残氏司試児治滋辞鹿失借種周祝順初松笑唱焼照城縄臣信井成省清静席積折節説浅戦選然争"
    "倉巣束側続卒孫帯隊達単置仲沖兆低底的典伝徒努灯働特徳栃奈梨熱念敗梅博阪飯飛必票標不夫付府阜富副兵別辺変便包法望牧末満未民無"
    "約勇要養浴利陸良料量輪類令冷例連老労録",
    "圧囲移因永営衛易益液演応往桜可仮価河過快解格確額刊幹慣眼紀基寄規喜技義逆久旧救居許境均禁句型経潔件険検限現減故個護効厚耕航"
    "鉱構興講告混査再災妻採際在財罪殺雑酸賛士支史志枝師資飼示似識質舎謝授修述術準序招証象賞条状常情織職制性政勢精製税責績接設絶"
    "祖素総造像増則測属率損貸態団断築貯張停提程適統堂銅導得毒独任燃能破犯判版比肥非費備評貧布婦武復複仏粉編弁保墓報豊防貿暴脈務"
    "夢迷綿輸余容略留領歴",
    "胃異遺域宇映延沿恩我灰拡革閣割株干巻看簡危机揮貴疑吸供胸郷勤筋系敬警劇激穴券絹権憲源厳己呼誤后孝皇紅降鋼刻穀骨困砂座済裁策"
    "冊蚕至私姿視詞誌磁射捨尺若樹収宗就衆従縦縮熟純処署諸除承将傷障蒸針仁垂推寸盛聖誠舌宣専泉洗染銭善奏窓創装層操蔵臓存尊退宅"
    "担探誕段暖値宙忠著庁頂腸潮賃痛敵展討党糖届難乳認納脳派拝背肺俳班晩否批秘俵腹奮並陛閉片補暮宝訪亡忘棒枚幕密盟模訳郵優預幼"
    "欲翌乱卵覧裏律臨朗論"};

using Grades = std::vector<std::pair<char32_t, int>>;

const Grades& grades() {
    static const Grades sorted = [] {
        Grades all;
        for (std::size_t grade = 0; grade < by_grade.size(); ++grade)
            for (std::size_t at = 0; at < by_grade[grade].size();)
                all.emplace_back(base::next_code_point(by_grade[grade], at), static_cast<int>(grade) + 1);
        std::sort(all.begin(), all.end());
        return all;
    }();
    return sorted;
}

bool within(char32_t point, char32_t first, char32_t last) { return point >= first && point <= last; }
}

bool is_kana(char32_t point) {
    return within(point, 0x3041, 0x309f) || within(point, 0x30a1, 0x30fa) || within(point, 0x30fc, 0x30ff) ||
           within(point, 0x31f0, 0x31ff) || within(point, 0xff66, 0xff9f);
}

bool is_kanji(char32_t point) {
    return within(point, 0x4e00, 0x9fff) || within(point, 0x3400, 0x4dbf) || within(point, 0xf900, 0xfaff) ||
           within(point, 0x20000, 0x3ffff) || point == 0x3005 || point == 0x3007;  // 々 and 〇
}

bool is_japanese(char32_t point) {
    return is_kana(point) || is_kanji(point) || within(point, 0x3000, 0x303f) || within(point, 0x30a0, 0x30ff) ||
           within(point, 0x3190, 0x319f) || within(point, 0x3200, 0x33ff) || within(point, 0xff01, 0xffef);
}

int kanji_grade(char32_t point) {
    const auto& all = grades();
    const auto found = std::lower_bound(all.begin(), all.end(), std::pair{point, 0});
    return found != all.end() && found->first == point ? found->second : 7;
}

int hardest_grade(std::string_view text) {
    int hardest = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = base::next_code_point(text, at);
        // 々 repeats the character before it, and 〇 is a numeral: neither is harder than its neighbours.
        if (is_kanji(point) && point != 0x3005 && point != 0x3007) hardest = std::max(hardest, kanji_grade(point));
    }
    return hardest;
}

}
