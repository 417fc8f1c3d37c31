//! The sites whose players and posts may stand in a story as a card, and how their frame addresses turn into page addresses.
//! Asked by the HTML and Markdown readers for every frame they meet.

use url::Url;

use crate::document::Embed;
use crate::link;

/// Hosts (without `www.`) and the name a reader knows; sub-domains count too.
const PROVIDERS: &[(&str, &str)] = &[
    ("youtube.com", "YouTube"),
    ("youtube-nocookie.com", "YouTube"),
    ("youtu.be", "YouTube"),
    ("vimeo.com", "Vimeo"),
    ("twitter.com", "X"),
    ("x.com", "X"),
    ("instagram.com", "Instagram"),
    ("tiktok.com", "TikTok"),
    ("facebook.com", "Facebook"),
    ("fb.watch", "Facebook"),
    ("spotify.com", "Spotify"),
    ("soundcloud.com", "SoundCloud"),
    ("bsky.app", "Bluesky"),
    ("mastodon.social", "Mastodon"),
    ("mastodon.online", "Mastodon"),
    ("threads.net", "Threads"),
    ("threads.com", "Threads"),
    ("dailymotion.com", "Dailymotion"),
    ("reddit.com", "Reddit"),
    ("telegram.org", "Telegram"),
    ("t.me", "Telegram"),
    ("linkedin.com", "LinkedIn"),
    ("ted.com", "TED"),
    ("flickr.com", "Flickr"),
    ("documentcloud.org", "DocumentCloud"),
    ("datawrapper.de", "Datawrapper"),
    ("dwcdn.net", "Datawrapper"),
    ("flourish.studio", "Flourish"),
    ("openstreetmap.org", "OpenStreetMap"),
    ("podcasts.apple.com", "Apple Podcasts"),
    ("audioboom.com", "Audioboom"),
];

/// The provider's name for an address, when it is on the list.
pub fn provider(address: &str) -> Option<&'static str> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    let listed = PROVIDERS
        .iter()
        .find(|(domain, _)| host == *domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')));
    if let Some((_, name)) = listed {
        return Some(name);
    }
    // Mastodon lives on thousands of hosts; its embeds all look like `/@name/12345…/embed`.
    let mut segments = url.path_segments()?;
    let handle = segments.next()?;
    let post = segments.next()?;
    (handle.starts_with('@') && post.len() >= 10 && post.bytes().all(|b| b.is_ascii_digit())).then_some("Mastodon")
}

/// The card for a frame's address, when its site is on the list. The address becomes the page that a reader can open.
pub fn card(frame: &str, title: &str) -> Option<Embed> {
    let address = link::allowed(frame).filter(|address| link::is_external(address))?;
    let provider = provider(&address)?;
    let url = page(&address, provider).unwrap_or(address);
    Some(Embed {
        provider: provider.to_owned(),
        url,
        title: title.to_owned(),
    })
}

/// The readable page behind a player's address.
fn page(address: &str, provider: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let segments: Vec<&str> = url.path_segments()?.filter(|s| !s.is_empty()).collect();
    let page = match (provider, segments.as_slice()) {
        ("YouTube", ["embed" | "shorts" | "v", "videoseries", ..]) => {
            let (_, list) = url.query_pairs().find(|(key, _)| key == "list")?;
            format!("https://www.youtube.com/playlist?list={list}")
        }
        ("YouTube", ["embed" | "v", id, ..]) => format!("https://www.youtube.com/watch?v={id}"),
        ("Vimeo", ["video", id, ..]) => format!("https://vimeo.com/{id}"),
        ("Spotify", ["embed", rest @ ..]) => format!("https://open.spotify.com/{}", rest.join("/")),
        ("Instagram", [kind @ ("p" | "reel" | "tv"), id, ..]) => {
            format!("https://www.instagram.com/{kind}/{id}/")
        }
        ("TikTok", ["embed", "v2" | "v3", id] | ["embed", id]) => {
            format!("https://www.tiktok.com/@/video/{id}")
        }
        ("Dailymotion", ["embed", "video", id, ..]) => {
            format!("https://www.dailymotion.com/video/{id}")
        }
        ("Mastodon", [handle, post, "embed"]) => {
            format!("https://{}/{handle}/{post}", url.host_str()?)
        }
        ("SoundCloud" | "Facebook", _) => {
            // Both carry the page's address as a parameter of the player.
            let (_, inner) = url.query_pairs().find(|(key, _)| key == "url" || key == "href")?;
            let inner = link::allowed(&inner).filter(|inner| link::is_external(inner))?;
            if self::provider(&inner)
                != Some(if provider == "Facebook" {
                    "Facebook"
                } else {
                    "SoundCloud"
                })
            {
                return None;
            }
            inner
        }
        ("X", _) if url.host_str() == Some("platform.twitter.com") => {
            let (_, id) = url.query_pairs().find(|(key, _)| key == "id")?;
            format!("https://x.com/i/status/{id}")
        }
        _ => return None,
    };
    link::allowed(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_player_becomes_the_page_that_a_reader_opens() {
        for (frame, name, page) in [
            (
                "https://www.youtube.com/embed/abc-123?rel=0",
                "YouTube",
                "https://www.youtube.com/watch?v=abc-123",
            ),
            ("//player.vimeo.com/video/42", "Vimeo", "https://vimeo.com/42"),
            (
                "https://social.example/@desk/109300000000000000/embed",
                "Mastodon",
                "https://social.example/@desk/109300000000000000",
            ),
            (
                "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&color=0",
                "SoundCloud",
                "https://soundcloud.com/a/b",
            ),
        ] {
            let card = card(frame, "").unwrap_or_else(|| unreachable!("{frame}"));
            assert_eq!((card.provider.as_str(), card.url.as_str()), (name, page));
        }
    }

    #[test]
    fn a_host_that_only_ends_like_a_provider_is_none() {
        assert_eq!(provider("https://notyoutube.com/embed/x"), None);
        assert_eq!(provider("https://youtube.com.evil.example/embed/x"), None);
    }
}
