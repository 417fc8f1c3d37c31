//! The one way out of the house: every request to another machine goes through this client.
//! It refuses private and special addresses, also behind redirects and names, and reads no more than it is told to.

mod address;
pub mod mail;

pub use address::is_public;

use bytes::Bytes;
use futures_util::StreamExt;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use std::net::SocketAddr;
use std::time::Duration;
use url::{Host, Url};

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// Not `http` or `https`.
    #[error("{0} is not an http or https address")]
    Scheme(Url),
    /// It leads to a private, local or otherwise special address.
    #[error("{0} leads to an address inside a private network; such addresses are never asked")]
    Private(String),
    /// The other side answered with an error.
    #[error("{url} answered {status}")]
    Status {
        /// The address.
        url: Url,
        /// The status.
        status: u16,
    },
    /// More bytes than allowed.
    #[error("{url} sent more than {limit} bytes")]
    TooLong {
        /// The address.
        url: Url,
        /// The limit in bytes.
        limit: usize,
    },
    /// The request could not be made or broke off.
    #[error("{0}")]
    Failed(String),
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The address after redirects.
    pub url: Url,
    /// The media type as sent.
    pub content_type: Option<String>,
    /// The body.
    pub bytes: Bytes,
}

/// The client.
#[derive(Debug, Clone)]
pub struct Client {
    inner: reqwest::Client,
}

impl Client {
    /// A client with the house's limits: 10 s to connect, 30 s in all, five redirects.
    pub fn new() -> Result<Self, OutsideError> {
        // The provider of TLS is the process's; only the first to install it does, and all install the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let redirects = Policy::custom(|attempt| {
            if attempt.previous().len() > 5 {
                return attempt.error("more than five redirects");
            }
            match check(attempt.url()) {
                Ok(()) => attempt.follow(),
                Err(error) => attempt.error(error),
            }
        });
        let inner = reqwest::Client::builder()
            .dns_resolver(std::sync::Arc::new(PublicNames))
            .redirect(redirects)
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .no_proxy()
            .user_agent(concat!("Courant/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| OutsideError::Failed(error.to_string()))?;
        Ok(Self { inner })
    }

    /// Gets at most `limit` bytes from an address.
    pub async fn get(&self, url: &Url, limit: usize) -> Result<Fetched, OutsideError> {
        check(url)?;
        let answer = self
            .inner
            .get(url.clone())
            .send()
            .await
            .map_err(|error| failure(&error))?;
        let landed = answer.url().clone();
        if !answer.status().is_success() {
            return Err(OutsideError::Status {
                url: landed,
                status: answer.status().as_u16(),
            });
        }
        let content_type = answer
            .headers()
            .get("content-type")
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let mut bytes = Vec::new();
        let mut stream = answer.bytes_stream();
        while let Some(part) = stream.next().await {
            let part = part.map_err(|error| failure(&error))?;
            if bytes.len() + part.len() > limit {
                return Err(OutsideError::TooLong { url: landed, limit });
            }
            bytes.extend_from_slice(&part);
        }
        Ok(Fetched {
            url: landed,
            content_type,
            bytes: bytes.into(),
        })
    }
}

/// Refuses what the resolver never sees: other schemes and addresses written as numbers.
fn check(url: &Url) -> Result<(), OutsideError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(OutsideError::Scheme(url.clone()));
    }
    let public = match url.host() {
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        Some(Host::Domain(_)) => true,
        None => false,
    };
    if public {
        Ok(())
    } else {
        Err(OutsideError::Private(url.to_string()))
    }
}

fn failure(error: &reqwest::Error) -> OutsideError {
    // reqwest says "error sending request"; the reason is the innermost cause.
    let mut reason: &dyn std::error::Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    let place = error.url().map(|url| format!("{url}: ")).unwrap_or_default();
    OutsideError::Failed(format!("{place}{reason}"))
}

/// Resolves names to their public addresses alone.
#[derive(Debug)]
struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let all: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = all.into_iter().filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(OutsideError::Private(name).into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn addresses_written_as_numbers_are_refused_too() {
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
        ] {
            assert!(
                matches!(check(&Url::parse(url).unwrap()), Err(OutsideError::Private(_))),
                "{url}"
            );
        }
        assert!(matches!(
            check(&Url::parse("file:///etc/passwd").unwrap()),
            Err(OutsideError::Scheme(_))
        ));
        assert!(check(&Url::parse("https://198.41.0.4/").unwrap()).is_ok());
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused() {
        let url = Url::parse("http://localhost:9/").unwrap();
        let error = Client::new().unwrap().get(&url, 1000).await.unwrap_err();
        assert!(error.to_string().contains("private network"), "{error}");
    }
}
