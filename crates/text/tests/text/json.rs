//! What the JSON form refuses, and the words in which it says so.

use courant_text::json;

#[test]
fn what_the_schema_does_not_know_is_refused_with_its_path() {
    let paragraph = |content: &str| {
        format!(r#"{{"type":"doc","content":[{{"type":"paragraph","attrs":{{"id":"b1"}},"content":[{content}]}}]}}"#)
    };
    let doc = |content: &str| format!(r#"{{"type":"doc","content":[{content}]}}"#);
    for (source, refused) in [
        (
            paragraph(r#"{"type":"text","text":"a","marks":[{"type":"strong"},{"type":"blink"}]}"#),
            r#"doc.content[0].content[0].marks[1]: unknown mark "blink""#,
        ),
        (
            paragraph(r#"{"type":"text","text":"a","marks":[{"type":"insertion"}]}"#),
            r#"doc.content[0].content[0].marks[0]: the mark "insertion" belongs to drafts, not to a published document"#,
        ),
        (
            paragraph(r#"{"type":"text","text":"a","marks":[{"type":"link","attrs":{"href":"javascript:x"}}]}"#),
            r#"doc.content[0].content[0].marks[0].attrs.href: the address "javascript:x" may not stand in a document"#,
        ),
        (
            paragraph(r#"{"type":"text","text":""}"#),
            "doc.content[0].content[0]: a text node must have text",
        ),
        (
            paragraph(r#"{"type":"text","text":"a\u0007"}"#),
            "doc.content[0].content[0]: control character U+0007 in text",
        ),
        (
            doc(r#"{"type":"marquee","attrs":{"id":"b1"}}"#),
            r#"doc.content[0]: unknown node "marquee""#,
        ),
        (
            doc(r#"{"type":"heading","attrs":{"id":"b1","level":1}}"#),
            "doc.content[0].attrs.level: a subhead has level 2, 3 or 4, not 1",
        ),
        (
            doc(r#"{"type":"paragraph"}"#),
            r#"doc.content[0].attrs: "id" is missing"#,
        ),
        (
            doc(r#"{"type":"paragraph","attrs":{"id":"b1","style":"x"}}"#),
            r#"doc.content[0].attrs: unknown attribute "style""#,
        ),
        (
            doc(r#"{"type":"horizontalRule","attrs":{"id":"a"}},{"type":"horizontalRule","attrs":{"id":"a"}}"#),
            r#"doc.content[1].attrs.id: "a" stands twice"#,
        ),
        (
            doc(r#"{"type":"horizontalRule","attrs":{"id":"a b"}}"#),
            r#"doc.content[0].attrs.id: "a b" is no id: 1 to 40 of A-Z a-z 0-9 _ -"#,
        ),
        ("{".to_owned(), "line 1, column 1: not JSON, or nested too deep"),
    ] {
        let found = json::read(&source).map_err(|refused| refused.to_string());
        assert_eq!(found, Err(refused.to_owned()), "{source}");
    }
}

#[test]
fn nesting_beyond_the_limit_is_refused_and_not_followed() {
    let deep = (0..200).fold(String::new(), |inner, n| {
        format!(r#"{{"type":"blockquote","attrs":{{"id":"q{n}"}},"content":[{inner}]}}"#)
    });
    assert!(json::read(&format!(r#"{{"type":"doc","content":[{deep}]}}"#)).is_err());
}
