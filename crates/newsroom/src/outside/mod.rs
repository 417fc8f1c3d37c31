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

/// So long a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

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
    trusted: Vec<Trusted>,
}

/// A host that whoever runs the machine has named, and that may lie in a private network.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trusted {
    host: String,
    port: Option<u16>,
}

impl Trusted {
    fn of(url: &Url) -> Option<Self> {
        Some(Self {
            host: url.host_str()?.to_owned(),
            port: url.port_or_known_default(),
        })
    }
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
            match check(attempt.url(), &[]) {
                Ok(()) => attempt.follow(),
                Err(error) => attempt.error(error),
            }
        });
        Self::build(redirects, Vec::new(), PATIENCE)
    }

    /// A client that may also ask one host inside a private network, because whoever runs the machine has named it in
    /// the settings. It follows no redirect.
    pub fn trusting(url: &Url) -> Result<Self, OutsideError> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self::build(Policy::none(), Trusted::of(url).into_iter().collect(), PATIENCE)
    }

    /// A client for webhooks: it follows no redirect, gives up after `patience`, and beside public addresses it asks
    /// those that whoever runs the machine has named.
    pub fn for_webhooks(inside: &[Url], patience: Duration) -> Result<Self, OutsideError> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self::build(
            Policy::none(),
            inside.iter().filter_map(Trusted::of).collect(),
            patience,
        )
    }

    fn build(redirects: Policy, trusted: Vec<Trusted>, patience: Duration) -> Result<Self, OutsideError> {
        let names = PublicNames {
            trusted: trusted.iter().map(|one| one.host.clone()).collect(),
        };
        let inner = reqwest::Client::builder()
            .dns_resolver(std::sync::Arc::new(names))
            .redirect(redirects)
            .connect_timeout(Duration::from_secs(10))
            .timeout(patience)
            .no_proxy()
            .user_agent(concat!("Courant/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| OutsideError::Failed(error.to_string()))?;
        Ok(Self { inner, trusted })
    }

    /// Sends a request as it is and reads at most `limit` bytes of the answer, whatever its status.
    #[crate::boxed]
    pub async fn send(
        &self,
        request: http::Request<Vec<u8>>,
        limit: usize,
    ) -> Result<http::Response<Vec<u8>>, OutsideError> {
        let failed = |error: &dyn std::fmt::Display| OutsideError::Failed(error.to_string());
        let request = reqwest::Request::try_from(request).map_err(|error| failed(&error))?;
        check(request.url(), &self.trusted)?;
        let answer = self.inner.execute(request).await.map_err(|error| failure(&error))?;
        let (url, status, headers) = (answer.url().clone(), answer.status(), answer.headers().clone());
        let bytes = read(answer, &url, limit).await?;
        let mut response = http::Response::new(bytes);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// Sends a request and gives the status of the answer; its body is not read.
    #[crate::boxed]
    pub async fn status(&self, request: http::Request<Vec<u8>>) -> Result<u16, OutsideError> {
        let request = reqwest::Request::try_from(request).map_err(|error| OutsideError::Failed(error.to_string()))?;
        check(request.url(), &self.trusted)?;
        let answer = self.inner.execute(request).await.map_err(|error| failure(&error))?;
        Ok(answer.status().as_u16())
    }

    /// Gets at most `limit` bytes from an address.
    #[crate::boxed]
    pub async fn get(&self, url: &Url, limit: usize) -> Result<Fetched, OutsideError> {
        check(url, &self.trusted)?;
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
        let bytes = read(answer, &landed, limit).await?;
        Ok(Fetched {
            url: landed,
            content_type,
            bytes: bytes.into(),
        })
    }
}

/// Reads a body up to a limit.
async fn read(answer: reqwest::Response, url: &Url, limit: usize) -> Result<Vec<u8>, OutsideError> {
    let mut bytes = Vec::new();
    let mut stream = answer.bytes_stream();
    while let Some(part) = stream.next().await {
        let part = part.map_err(|error| failure(&error))?;
        if bytes.len() + part.len() > limit {
            return Err(OutsideError::TooLong {
                url: url.clone(),
                limit,
            });
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

/// Refuses what the resolver never sees: other schemes and addresses written as numbers.
fn check(url: &Url, trusted: &[Trusted]) -> Result<(), OutsideError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(OutsideError::Scheme(url.clone()));
    }
    if let Some(asked) = Trusted::of(url)
        && !trusted.is_empty()
    {
        if trusted.contains(&asked) {
            return Ok(());
        }
        // The name is resolved whatever the port, so another port of a trusted name is refused here.
        if trusted.iter().any(|one| one.host == asked.host) {
            return Err(OutsideError::Private(url.to_string()));
        }
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

/// Resolves names to their public addresses alone, and trusted ones to all that they have.
#[derive(Debug)]
struct PublicNames {
    trusted: Vec<String>,
}

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        let is_trusted = self.trusted.iter().any(|one| one == name.as_str());
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let all: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = all
                .into_iter()
                .filter(|address| is_trusted || is_public(address.ip()))
                .collect();
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
                matches!(check(&Url::parse(url).unwrap(), &[]), Err(OutsideError::Private(_))),
                "{url}"
            );
        }
        assert!(matches!(
            check(&Url::parse("file:///etc/passwd").unwrap(), &[]),
            Err(OutsideError::Scheme(_))
        ));
        assert!(check(&Url::parse("https://198.41.0.4/").unwrap(), &[]).is_ok());
    }

    #[test]
    fn the_host_that_the_machine_names_is_asked_and_no_other_of_its_network() {
        let url = |text: &str| Url::parse(text).unwrap();
        let trusted: Vec<Trusted> = ["http://127.0.0.1:4000/issuer", "https://hooks.example"]
            .iter()
            .filter_map(|text| Trusted::of(&url(text)))
            .collect();
        assert!(check(&url("http://127.0.0.1:4000/token"), &trusted).is_ok());
        assert!(check(&url("https://hooks.example/in"), &trusted).is_ok());
        for other in [
            "http://127.0.0.1:4001/",
            "http://127.0.0.2:4000/",
            "http://10.0.0.1/",
            "https://hooks.example:8443/",
            "file:///x",
        ] {
            assert!(check(&url(other), &trusted).is_err(), "{other}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused() {
        let url = Url::parse("http://localhost:9/").unwrap();
        let error = Client::new().unwrap().get(&url, 1000).await.unwrap_err();
        assert!(error.to_string().contains("private network"), "{error}");
    }
}
