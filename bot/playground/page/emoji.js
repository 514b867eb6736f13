/** The emoji shortcodes that bots and people commonly write. An unknown one stays as typed. */

const TABLE = `
smile 😄|smiley 😃|grinning 😀|grin 😁|joy 😂|laughing 😆|slightly_smiling_face 🙂|wink 😉|blush 😊|heart_eyes 😍|thinking_face 🤔|sweat_smile 😅
neutral_face 😐|disappointed 😞|cry 😢|sob 😭|angry 😠|rage 😡|worried 😟|confused 😕|sleeping 😴|zzz 💤|relieved 😌|hugging_face 🤗|partying_face 🥳
wave 👋|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|clap 👏|pray 🙏|raised_hands 🙌|handshake 🤝|muscle 💪|eyes 👀|ear 👂|point_right 👉|point_left 👈
point_up ☝️|point_down 👇|ok_hand 👌|raised_hand ✋|heart ❤️|green_heart 💚|yellow_heart 💛|blue_heart 💙|broken_heart 💔|sparkling_heart 💖
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|warning ⚠️|exclamation ❗|grey_exclamation ❕
question ❓|grey_question ❔|bangbang ‼️|no_entry ⛔|no_entry_sign 🚫|rotating_light 🚨|sos 🆘|information_source ℹ️|white_circle ⚪|black_circle ⚫
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣|large_red_square 🟥
large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|small_red_triangle 🔺|small_red_triangle_down 🔻|small_orange_diamond 🔸
small_blue_diamond 🔹|large_orange_diamond 🔶|large_blue_diamond 🔷|black_small_square ▪️|white_small_square ▫️|bell 🔔|no_bell 🔕|mega 📣
loudspeaker 📢|speech_balloon 💬|thought_balloon 💭|left_speech_bubble 🗨️|telephone_receiver 📞|phone ☎️|telephone ☎️|iphone 📱|email ✉️|envelope ✉️
e-mail 📧|incoming_envelope 📨|inbox_tray 📥|outbox_tray 📤|video_camera 📹|movie_camera 🎥|camera 📷|calendar 📆|date 📅|spiral_calendar_pad 🗓️
alarm_clock ⏰|clock9 🕘|clock1 🕐|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|timer_clock ⏲️|watch ⌚|memo 📝|pencil 📝|pencil2 ✏️|pushpin 📌
round_pushpin 📍|paperclip 📎|link 🔗|clipboard 📋|page_facing_up 📄|card_index 📇|file_folder 📁|open_file_folder 📂|books 📚|book 📖|bookmark 🔖
bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|moneybag 💰|euro 💶|dollar 💵|briefcase 💼|office 🏢|classical_building 🏛️
house 🏠|busts_in_silhouette 👥|bust_in_silhouette 👤|family 👪|tie 👔|necktie 👔|crown 👑|trophy 🏆|medal 🏅|star ⭐|star2 🌟|sparkles ✨|dizzy 💫
tada 🎉|confetti_ball 🎊|gift 🎁|balloon 🎈|cake 🍰|birthday 🎂|coffee ☕|tea 🍵|beers 🍻|fork_and_knife 🍴|knife_fork_plate 🍽️|pizza 🍕|apple 🍎
fire 🔥|boom 💥|zap ⚡|bulb 💡|flashlight 🔦|mag 🔍|mag_right 🔎|key 🔑|lock 🔒|unlock 🔓|shield 🛡️|gear ⚙️|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️
rocket 🚀|airplane ✈️|car 🚗|train 🚆|ship 🚢|anchor ⚓|ring_buoy 🛟|lifebuoy 🛟|construction 🚧|traffic_light 🚦|triangular_flag_on_post 🚩
checkered_flag 🏁|white_flag 🏳️|sunny ☀️|partly_sunny ⛅|cloud ☁️|rain_cloud 🌧️|umbrella ☂️|snowflake ❄️|thermometer 🌡️|rainbow 🌈|ocean 🌊
full_moon 🌕|crescent_moon 🌙|earth_africa 🌍|globe_with_meridians 🌐|seedling 🌱|herb 🌿|four_leaf_clover 🍀|leaves 🍃|fallen_leaf 🍂|maple_leaf 🍁
evergreen_tree 🌲|deciduous_tree 🌳|potted_plant 🪴|cherry_blossom 🌸|sunflower 🌻|tulip 🌷|bouquet 💐|wilted_flower 🥀|cactus 🌵|bee 🐝|turtle 🐢
dove_of_peace 🕊️|owl 🦉|dog 🐶|cat 🐱|ghost 👻|robot_face 🤖|arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|arrow_upper_right ↗️
arrow_lower_right ↘️|arrows_counterclockwise 🔄|repeat 🔁|leftwards_arrow_with_hook ↩️|rewind ⏪|fast_forward ⏩|black_right_pointing_triangle ▶️
double_vertical_bar ⏸️|heavy_plus_sign ➕|heavy_minus_sign ➖|heavy_multiplication_x ✖️|infinity ♾️|recycle ♻️|100 💯|new 🆕|ok 🆗|up 🆙|soon 🔜
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|dart 🎯|jigsaw 🧩|compass 🧭|world_map 🗺️|scales ⚖️|label 🏷️|ticket 🎫|mute 🔇|sound 🔉|satellite 📡
first_place_medal 🥇|second_place_medal 🥈|third_place_medal 🥉|skull 💀|ambulance 🚑|adhesive_bandage 🩹|pill 💊|hospital 🏥|mailbox 📫|mailbox_with_mail 📬`;

const GLYPHS = new Map(
  TABLE.trim()
    .split(/[|\n]/)
    .map((pair) => pair.split(" ")),
);

/** "wave" → "👋"; undefined when this shortcode is not known. */
export const glyph = (name) => GLYPHS.get(name);
