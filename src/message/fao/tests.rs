//! The recorded results of F$FAO on OpenVMS Alpha V8.4-2L1, and seeded nonsense.

use super::*;
use crate::clock::Clock;

fn fao(control: &str, args: &[Arg]) -> String {
    format(control, args, Clock::virtual_default().now()).unwrap()
}

fn s(text: &str) -> Arg {
    Arg::from(text)
}

fn n(number: i64) -> Arg {
    Arg::Number(number)
}

#[test]
fn strings_and_numbers_as_recorded() {
    assert_eq!(fao("!AS|", &[s("abc")]), "abc|");
    assert_eq!(fao("!AS!AS!AS|", &[s("a"), s("b"), s("c")]), "abc|");
    assert_eq!(fao("!UL|", &[n(42)]), "42|");
    assert_eq!(fao("!ZL|", &[n(42)]), "42|");
    assert_eq!(fao("!5ZL|", &[n(42)]), "00042|");
    assert_eq!(fao("!2ZL|", &[n(12345)]), "**|");
    assert_eq!(fao("!SW|", &[n(40000)]), "-25536|");
    assert_eq!(fao("!3SL|", &[n(-1234)]), "**-|");
}

#[test]
fn hexadecimal_and_octal_as_recorded() {
    assert_eq!(fao("!XL|", &[n(255)]), "000000FF|");
    assert_eq!(fao("!2XL|", &[n(0x12345)]), "45|");
    assert_eq!(fao("!3XL|", &[n(0x1234)]), "234|");
    assert_eq!(fao("!OL|", &[n(8)]), "00000000010|");
    assert_eq!(fao("!OB|", &[n(8)]), "010|");
    assert_eq!(fao("!OW|", &[n(8)]), "000010|");
    assert_eq!(fao("!XL", &[n(-1)]), "FFFFFFFF");
    assert_eq!(fao("!XB !XW !XQ", &[n(-1), n(-1), n(-1)]), "FF FFFF FFFFFFFFFFFFFFFF");
    assert_eq!(fao("!10XL", &[n(255)]), "  000000FF");
}

#[test]
fn counts_from_arguments_and_steps_as_recorded() {
    assert_eq!(fao("!#AS|", &[n(6), s("ab")]), "ab    |");
    assert_eq!(fao("!#UL|", &[n(6), n(42)]), "    42|");
    assert_eq!(fao("!UL !-!XL|", &[n(255)]), "255 000000FF|");
    assert_eq!(fao("!UL !+!UL", &[n(1), n(2), n(3)]), "1 3");
    assert_eq!(fao("!0*-|", &[]), "|");
    assert_eq!(fao("!3*-|!#*=", &[n(2)]), "---|==");
    assert_eq!(fao("!3(UL)", &[n(1), n(2), n(3)]), "123");
    assert_eq!(fao("!#(4UL)", &[n(2), n(1), n(2)]), "   1   2");
}

#[test]
fn plurals_as_recorded() {
    assert_eq!(fao("!UL file!%S|", &[n(0)]), "0 files|");
    assert_eq!(fao("!UL!%S|", &[n(1)]), "1|");
    assert_eq!(fao("!%S|", &[n(1)]), "s|");
    assert_eq!(fao("!UL FILE!%S", &[n(2)]), "2 FILES");
    assert_eq!(fao("!UL child!%Sren", &[n(1)]), "1 children");
    assert_eq!(fao("!UL !1%Cgoose!%Egeese!%F.", &[n(1)]), "1 goose.");
    assert_eq!(fao("!UL !0%Cnone!1%Cgoose!%Egeese!%F.", &[n(7)]), "7 geese.");
}

#[test]
fn special_characters_fields_and_codes() {
    assert_eq!(fao("a!/b", &[]), "a\nb");
    assert_eq!(fao("!_!!!^", &[]), "\t!\x0c");
    assert_eq!(fao("!10<!AS, !UL!>|", &[s("ab"), n(5)]), "ab, 5     |");
    assert_eq!(fao("!3<!AS!>|", &[s("abcdef")]), "abc|");
    assert_eq!(fao("!3AS|!5AS|", &[s("abcdef"), s("ab")]), "abc|ab   |");
    assert_eq!(fao("!%U|", &[n(0x10004)]), "[1,4]|");
    assert_eq!(
        fao("!%D|!%T|!11%D|!8%T", &[n(0), n(0), n(0), n(0)]),
        " 1-JAN-2030 00:00:00.00|00:00:00.00| 1-JAN-2030|00:00:00"
    );
    assert_eq!(fao("!%D", &[n(-56_200_000)]), "   0 00:00:05.62");
    assert_eq!(fao("!AF", &[s("a\tb")]), "a.b");
}

#[test]
fn missing_strings_show_the_control_string_and_bad_directives_are_refused() {
    assert_eq!(fao("!AS|", &[]), "!AS||");
    let bad = format("a !QQ", &[], VmsTime::default()).unwrap_err();
    assert_eq!((bad.status, bad.token.as_deref()), (codes::SYSTEM_BADPARAM, Some("a !QQ")));
    assert!(format("end!", &[], VmsTime::default()).is_err());
    assert!(format("!99999999999999999999UL", &[n(1)], VmsTime::default()).is_err());
    assert!(format("!99999999UL", &[n(1)], VmsTime::default()).is_err());
    assert!(format("!60000(60000UL)", &[n(1)], VmsTime::default()).is_err());
}

#[test]
fn nonsense_never_panics() {
    let alphabet: Vec<char> = "!!!!ASUZXOLWBQ%SDTICEF#()<>*-+/_^0123456789 \u{e9}".chars().collect();
    let mut state = 0x5EED_u64;
    for round in 0..20_000 {
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        let control: String = (0..random() % 12).map(|_| alphabet[random() % alphabet.len()]).collect();
        let args = [n(random() as i64 - 0x4000_0000), s("text \u{e9}"), n(i64::MIN)];
        let result = format(&control, &args[..random() % 4], VmsTime(random() as u64));
        if let Ok(text) = result {
            assert!(text.chars().count() <= 2 * MAX_OUTPUT, "round {round}, control {control:?}");
        }
    }
}
