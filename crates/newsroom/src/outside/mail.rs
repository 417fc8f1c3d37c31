//! The way out for mail: a mail server by SMTP, or a folder of `.eml` files where none is set.
//! Only the job `mail` sends; TLS is demanded of every server that is not this machine itself.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use percent_encoding::percent_decode_str;
use std::fmt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};
use url::{Host, Url};

/// A server that does not answer for so long has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where mail goes, as the machine's settings say.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A server, by `smtp://` (TLS after the greeting) or `smtps://` (TLS from the first byte).
    Server(Url),
    /// A folder, one file a letter.
    Folder(PathBuf),
}

impl Place {
    /// Reads `smtp://USER:PASSWORD@HOST:PORT`, `smtps://…`, or a path.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if !text.contains("://") {
            return if text.is_empty() {
                Err("a path cannot be empty".to_owned())
            } else {
                Ok(Self::Folder(PathBuf::from(text)))
            };
        }
        // The text may hold a password, so it is not repeated in the fault.
        let fault = || "say smtp://USER:PASSWORD@HOST:PORT, smtps://…, or a folder".to_owned();
        let url = Url::parse(text).map_err(|_| fault())?;
        let sound = matches!(url.scheme(), "smtp" | "smtps")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none();
        if sound { Ok(Self::Server(url)) } else { Err(fault()) }
    }

    /// As it is printed: without its password.
    pub fn shown(&self) -> String {
        match self {
            Self::Folder(path) => path.display().to_string(),
            Self::Server(url) => {
                let mut url = url.clone();
                if url.password().is_some() && url.set_password(Some("***")).is_err() {
                    return format!("{}://***", url.scheme());
                }
                url.to_string()
            }
        }
    }

    /// Whether the server is this machine itself, so that nothing is sent over a network.
    fn is_at_home(url: &Url) -> bool {
        match url.host_str().map(Host::parse) {
            Some(Ok(Host::Ipv4(address))) => address.is_loopback(),
            Some(Ok(Host::Ipv6(address))) => address.is_loopback(),
            Some(Ok(Host::Domain(name))) => name == "localhost",
            _ => false,
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Place({})", self.shown())
    }
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Names it: sent twice, it carries the same Message-ID.
    pub id: String,
    /// Whom it is for.
    pub name: String,
    /// The address.
    pub address: String,
    /// The subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// When it was written.
    pub at: SystemTime,
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// A server took it, with this answer.
    Taken(String),
    /// It lies in a file, since no server is set.
    Kept(PathBuf),
}

/// Why a letter did not go.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// An address or header that cannot stand in a letter.
    #[error("the letter cannot be written: {0}")]
    Letter(String),
    /// The server refused or could not be reached.
    #[error("the mail server: {0}")]
    Server(String),
    /// The folder cannot be written.
    #[error("{0}: {1}")]
    Folder(PathBuf, std::io::Error),
}

/// The post room of a serving process.
pub struct Post {
    way: Way,
    from: Mailbox,
    site: Url,
}

enum Way {
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Post({})", self.from)
    }
}

impl Post {
    /// A post room that sends to a place, from an address, for the paper at `site`.
    pub fn new(place: &Place, from: &str, site: &Url) -> Result<Self, MailError> {
        Ok(Self {
            way: match place {
                Place::Folder(folder) => Way::Folder(folder.clone()),
                Place::Server(url) => Way::Server(Box::new(transport(url)?)),
            },
            from: mailbox(from)?,
            site: site.clone(),
        })
    }

    /// Whether letters reach people. Those in a folder wait for somebody who looks there.
    pub fn delivers(&self) -> bool {
        matches!(self.way, Way::Server(_))
    }

    /// Absolute address of a path of the desk.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.site.as_str().trim_end_matches('/'))
    }

    /// Sends a letter; the same one again is the same letter again.
    #[crate::boxed]
    pub async fn send(&self, letter: &Letter) -> Result<Sent, MailError> {
        let message = self.message(letter)?;
        match &self.way {
            Way::Server(server) => {
                let answer = server.send(message).await.map_err(|error| {
                    // The code stands in the outer error, the server's words in the inner one.
                    let code = error.status().map(|code| format!("{code} ")).unwrap_or_default();
                    MailError::Server(format!("{code}{}", innermost(&error)))
                })?;
                let words: Vec<&str> = answer.message().collect();
                let said = format!("{} {}", answer.code(), words.join(" "));
                if answer.is_positive() {
                    Ok(Sent::Taken(said.trim().to_owned()))
                } else {
                    Err(MailError::Server(said))
                }
            }
            Way::Folder(folder) => put(folder.clone(), letter.id.clone(), message.formatted()).await,
        }
    }

    fn message(&self, letter: &Letter) -> Result<Message, MailError> {
        let unwritable = |error: &dyn fmt::Display| MailError::Letter(error.to_string());
        let address = letter.address.parse().map_err(|error| unwritable(&error))?;
        let name = letter.name.trim();
        let to = Mailbox::new((!name.is_empty()).then(|| name.to_owned()), address);
        let domain = self.from.email.domain();
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            // A line end in a subject would begin a header of its own.
            .subject(letter.subject.replace(['\r', '\n'], " "))
            .message_id(Some(format!("<{}@{domain}>", letter.id)))
            .date(letter.at)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|error| unwritable(&error))?;
        // RFC 3834: keeps answering machines from answering.
        if let Ok(name) = HeaderName::new_from_ascii("Auto-Submitted".to_owned()) {
            message
                .headers_mut()
                .insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        }
        Ok(message)
    }
}

/// Reads `NAME <ADDRESS>` or an address.
pub fn mailbox(text: &str) -> Result<Mailbox, MailError> {
    text.trim().parse().map_err(|_| {
        MailError::Letter(format!(
            "{text:?} is no address such as The Example <desk@news.example>"
        ))
    })
}

fn transport(url: &Url) -> Result<AsyncSmtpTransport<Tokio1Executor>, MailError> {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let encrypted = || TlsParameters::new_rustls(host.clone()).map_err(|error| MailError::Server(innermost(&error)));
    let (tls, usual) = match url.scheme() {
        "smtps" => (Tls::Wrapper(encrypted()?), 465),
        _ if Place::is_at_home(url) => (Tls::None, 25),
        _ => (Tls::Required(encrypted()?), 587),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host.clone())
        .port(url.port().unwrap_or(usual))
        .tls(tls)
        .timeout(Some(PATIENCE));
    if !url.username().is_empty() {
        let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let password = plain(url.password().unwrap_or_default());
        builder = builder.credentials(Credentials::new(plain(url.username()), password));
    }
    Ok(builder.build())
}

/// The file appears whole or not at all; a letter that is written again takes its own place.
async fn put(folder: PathBuf, id: String, bytes: Vec<u8>) -> Result<Sent, MailError> {
    let failed = |folder: &PathBuf, error: std::io::Error| MailError::Folder(folder.clone(), error);
    let place = folder.clone();
    let written = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&folder)?;
        let fresh = folder.join(format!(".{id}.part"));
        std::fs::write(&fresh, bytes)?;
        let place = folder.join(format!("{id}.eml"));
        std::fs::rename(&fresh, &place)?;
        Ok(place)
    })
    .await;
    match written {
        Ok(Ok(file)) => Ok(Sent::Kept(file)),
        Ok(Err(error)) => Err(failed(&place, error)),
        Err(_) => Err(failed(&place, std::io::Error::other("writing broke off"))),
    }
}

/// What went wrong at the bottom; the outer errors only say that sending failed.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut next = error.source();
    while let Some(inner) = next {
        told = inner.to_string();
        next = inner.source();
    }
    told
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_server_or_a_folder_and_shows_no_password() {
        let place = Place::parse("smtp://desk:s%3Acret@mail.example:587").unwrap();
        assert_eq!(place.shown(), "smtp://desk:***@mail.example:587");
        assert!(!format!("{place:?}").contains("cret"));
        assert_eq!(Place::parse("letters").unwrap(), Place::Folder("letters".into()));
        for wrong in [
            "",
            "http://mail.example",
            "smtp://",
            "smtp://mail.example/path",
            "smtps://h?x=y",
        ] {
            let fault = Place::parse(wrong).unwrap_err();
            assert!(!fault.contains("mail.example"), "{fault}");
        }
    }

    #[test]
    fn only_this_machine_is_trusted_without_tls() {
        for (url, home) in [
            ("smtp://127.0.0.1:2525", true),
            ("smtp://[::1]:2525", true),
            ("smtp://localhost", true),
            ("smtp://10.0.0.5", false),
            ("smtp://localhost.example", false),
            ("smtp://127.0.0.1.example", false),
        ] {
            assert_eq!(Place::is_at_home(&Url::parse(url).unwrap()), home, "{url}");
        }
    }

    #[tokio::test]
    async fn a_letter_sent_twice_is_one_file_whose_headers_nobody_can_add_to() {
        let folder = tempfile::tempdir().unwrap();
        let site = Url::parse("https://news.example").unwrap();
        let place = Place::Folder(folder.path().join("mail"));
        let post = Post::new(&place, "The Example <desk@news.example>", &site).unwrap();
        let letter = Letter {
            id: "01ABC".into(),
            name: "Ana \"Lima\"".into(),
            address: "ana@example.org".into(),
            subject: "Mañana\r\nBcc: x@example.org".into(),
            text: "Bom dia.\n".into(),
            at: SystemTime::UNIX_EPOCH,
        };
        post.send(&letter).await.unwrap();
        post.send(&letter).await.unwrap();
        let files: Vec<_> = std::fs::read_dir(folder.path().join("mail")).unwrap().collect();
        assert_eq!(files.len(), 1);
        let text = std::fs::read_to_string(folder.path().join("mail/01ABC.eml")).unwrap();
        assert!(text.contains("Message-ID: <01ABC@news.example>"), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated"), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        let lost = Letter {
            address: "nobody".into(),
            ..letter
        };
        assert!(matches!(post.send(&lost).await, Err(MailError::Letter(_))));
    }
}
