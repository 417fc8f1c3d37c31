//! Redirects among files: a page that leads on, the list that Netlify and Cloudflare Pages read, and a map for nginx.
//! `copying` writes them at the end.

use courant_model::path;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A page that leads to another, for people and for engines.
pub(super) fn page(root: &str, to: &str) -> String {
    let whole = if to.starts_with('/') {
        format!("{root}{to}")
    } else {
        to.to_owned()
    };
    let (to, whole) = (escaped(to), escaped(&whole));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{whole}</title>\n\
         <link rel=\"canonical\" href=\"{whole}\">\n<meta http-equiv=\"refresh\" content=\"0; url={to}\">\n\
         <meta name=\"robots\" content=\"noindex\">\n</head>\n<body>\n<p><a href=\"{to}\">{whole}</a></p>\n</body>\n</html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// `_redirects`: from, to, status.
pub(super) fn list(moved: &BTreeMap<String, String>) -> String {
    moved.iter().fold(String::new(), |mut text, (from, to)| {
        let _ = writeln!(text, "{from} {to} 301");
        text
    })
}

/// Two maps for nginx, whose `$uri` is decoded: where to, and what is gone.
pub(super) fn nginx(moved: &BTreeMap<String, String>, gone: &[String]) -> String {
    let mut text = String::from(
        "# Include this file in the http block. In the server block of the paper then say:\n\
         #   index index.html index.xml;\n\
         #   error_page 404 /404.html;\n\
         #   if ($courant_moved) { return 301 $courant_moved; }\n\
         #   if ($courant_gone) { return 410; }\n\
         # Many addresses may want a larger map_hash_max_size and map_hash_bucket_size.\n\n\
         map $uri $courant_moved {\n    default \"\";\n",
    );
    for (from, to) in moved {
        if let Some(from) = path::decoded(from) {
            let _ = writeln!(text, "    {} {};", quoted(&from), quoted(to));
        }
    }
    text.push_str("}\n\nmap $uri $courant_gone {\n    default \"\";\n");
    for path in gone.iter().filter_map(|path| path::decoded(path)) {
        let _ = writeln!(text, "    {} 1;", quoted(&path));
    }
    text.push_str("}\n");
    text
}

/// A string of nginx; what would be a variable or a pattern in it is none.
fn quoted(text: &str) -> String {
    let safe: String = text
        .chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            // There is no way to write a dollar sign in a value; the encoded one means the same.
            '$' => vec!['%', '2', '4'],
            c => vec![c],
        })
        .collect();
    format!("\"{safe}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_say_where_an_address_leads() {
        let moved = BTreeMap::from([("/caf%C3%A9".to_owned(), "/local/caf%C3%A9".to_owned())]);
        assert_eq!(list(&moved), "/caf%C3%A9 /local/caf%C3%A9 301\n");
        let map = nginx(&moved, &["/was".to_owned()]);
        assert!(
            map.contains("    \"/café\" \"/local/caf%C3%A9\";\n") && map.contains("    \"/was\" 1;\n"),
            "{map}"
        );
        let page = page("https://news.example", "/a?b=1&c=2");
        assert!(
            page.contains("<link rel=\"canonical\" href=\"https://news.example/a?b=1&amp;c=2\">"),
            "{page}"
        );
        assert!(page.contains("content=\"0; url=/a?b=1&amp;c=2\""), "{page}");
    }
}
