//! Single sign-on by `OpenID` Connect: `/desk/login/sign-on` and where the issuer sends people back to.
//! Authorization code with PKCE, state and nonce; whoever comes back opens an account that stands, and never makes one.

use super::form::Fields;
use super::{cookies, login, next};
use crate::app::App;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use crate::site::gate;
use axum::extract::{Query, State};
use axum::response::Response;
use courant_newsroom::accounts::ceremonies::{self, Kind};
use courant_newsroom::accounts::sessions;
use courant_newsroom::accounts::token::Token;
use courant_newsroom::commands::link_identity::{self, Identity};
use courant_newsroom::outside::{Client, OutsideError};
use courant_newsroom::{Error, Refusal};
use http::StatusCode;
use http::request::Parts;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims};
use openidconnect::{
    AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenResponse,
};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use url::Url;

/// The issuer, as the machine's settings name it.
#[derive(Clone)]
pub struct SignOn {
    /// Its address, under which its description lies.
    pub issuer: Url,
    /// How it knows this paper.
    pub client_id: String,
    /// The word between it and this paper.
    pub client_secret: String,
    /// What the button of the login page calls it.
    pub name: String,
}

impl std::fmt::Debug for SignOn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignOn")
            .field("issuer", &self.issuer.as_str())
            .field("client_id", &self.client_id)
            .field("client_secret", &"***")
            .finish_non_exhaustive()
    }
}

/// Largest answer of an issuer, in bytes.
const LARGEST: usize = 1 << 20;

type Issuer =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What is remembered while somebody is on the way.
#[derive(Serialize, Deserialize)]
struct Way {
    nonce: String,
    verifier: String,
    next: String,
}

/// The page that leads to the issuer. A redirect would be one of a form, which the policy of the desk forbids.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Journey {
    frame: Frame,
    name: String,
    to: String,
}

impl Page for Journey {
    const TEMPLATE: &'static str = "journey.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample_door("On the way"),
            name: "Maren <University>".into(),
            to: "https://issuer.example/auth?client_id=a&state=\"b\"".into(),
        }]
    }
}

/// The page that somebody comes back to. Nothing is signed in by a mere address, so it sends a form of its own.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Return {
    frame: Frame,
    code: String,
    state: String,
}

impl Page for Return {
    const TEMPLATE: &'static str = "return.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample_door("Welcome back"),
            code: "\"><script>".into(),
            state: "s".into(),
        }]
    }
}

/// What the issuer sends along.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Brought {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

/// The client that asks the issuer, and nobody else inside a private network.
struct Outside(Client);

impl<'c> AsyncHttpClient<'c> for Outside {
    type Error = OutsideError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, OutsideError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.0.send(request, LARGEST))
    }
}

fn outside(settings: &SignOn) -> Result<Outside, Error> {
    Client::trusting(&settings.issuer)
        .map(Outside)
        .map_err(|error| failed(&error.to_string()).into())
}

/// Asks the issuer to describe itself.
async fn discover(app: &App, settings: &SignOn, outside: &Outside) -> Result<Issuer, Error> {
    let fault = |what: &dyn std::fmt::Display| failed(&what.to_string());
    // The address is compared letter by letter with what the issuer says of itself, which has a slash or has none.
    let written = settings.issuer.as_str();
    let mut found = None;
    for spelling in [written.trim_end_matches('/'), written] {
        let issuer = IssuerUrl::new(spelling.to_owned()).map_err(|error| fault(&error))?;
        match CoreProviderMetadata::discover_async(issuer, outside).await {
            Ok(metadata) => {
                found = Some(metadata);
                break;
            }
            Err(error) => tracing::debug!(%error, "the issuer did not describe itself under {spelling}"),
        }
    }
    let metadata = found.ok_or_else(|| fault(&format!("{written} does not describe itself as an issuer")))?;
    let back = RedirectUrl::new(app.absolute("/desk/login/sign-on/back")).map_err(|error| fault(&error))?;
    Ok(CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(settings.client_id.clone()),
        Some(ClientSecret::new(settings.client_secret.clone())),
    )
    .set_redirect_uri(back))
}

fn failed(why: &str) -> Refusal {
    tracing::warn!(why, "single sign-on failed");
    Refusal::new(
        "sign-on-failed",
        "single sign-on did not work; try again, or sign in with a password",
    )
}

fn settings(app: &App) -> Result<&SignOn, Error> {
    app.settings
        .sign_on
        .as_ref()
        .ok_or_else(|| Error::NotFound("single sign-on here".to_owned()))
}

/// Sends somebody to the issuer.
pub(super) async fn leave(State(app): State<Arc<App>>, parts: Parts, fields: Fields) -> Response {
    let result = match begin(&app, &parts, &fields).await {
        Err(Error::Refusal(_)) => wrong(&app, "refused-sign-on-failed").await,
        other => other,
    };
    problem::or(&app, None, result).await
}

async fn wrong(app: &App, word: &str) -> Result<Response, Error> {
    login::page(app, StatusCode::UNAUTHORIZED, "", "", None, Some(word)).await
}

async fn begin(app: &App, parts: &Parts, fields: &Fields) -> Result<Response, Error> {
    let client = app.newsroom.house.keys.client_mac(&gate::client(app, parts));
    if app.door.pass(&client).is_err() {
        return login::page(app, StatusCode::TOO_MANY_REQUESTS, "", "", None, Some("login-too-many")).await;
    }
    let settings = settings(app)?;
    let issuer = discover(app, settings, &outside(settings)?).await?;
    let house = &app.newsroom.house;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let nonce = Token::new(house)?;
    let way = Way {
        nonce: nonce.as_str().to_owned(),
        verifier: verifier.secret().clone(),
        next: next::safe(fields.get("next")),
    };
    let mut tx = app.newsroom.store.write().await?;
    let token = ceremonies::begin(&mut tx, house, Kind::SignOn, None, &way).await?;
    tx.commit().await?;
    let (state, nonce) = (token.as_str().to_owned(), way.nonce.clone());
    let (to, _, _) = issuer
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state.clone()),
            move || Nonce::new(nonce.clone()),
        )
        .add_scope(Scope::new("email".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let mut desk = Desk::door(app).await?;
    let title = desk.word("journey-title");
    let frame = desk.frame(&title, "").await?;
    let context = Journey {
        frame,
        name: settings.name.clone(),
        to: to.to_string(),
    };
    let mut response = desk.print(StatusCode::OK, &context)?;
    cookies::set(app, &mut response, cookies::WAY, token.as_str(), 600);
    Ok(response)
}

/// Receives somebody from the issuer.
pub(super) async fn back(State(app): State<Arc<App>>, Query(brought): Query<Brought>) -> Response {
    let result = async {
        if brought.code.is_empty() || brought.state.is_empty() {
            return wrong(&app, "refused-sign-on-failed").await;
        }
        let mut desk = Desk::door(&app).await?;
        let title = desk.word("return-title");
        let frame = desk.frame(&title, "").await?;
        desk.print(
            StatusCode::OK,
            &Return {
                frame,
                code: brought.code,
                state: brought.state,
            },
        )
    };
    problem::or(&app, None, result.await).await
}

/// Signs in by what the issuer sent along.
pub(super) async fn arrive(State(app): State<Arc<App>>, parts: Parts, fields: Fields) -> Response {
    let result = match take(&app, &parts, &fields).await {
        Err(Error::Refusal(refusal)) if refusal.key == "identity-unknown" => {
            wrong(&app, "refused-identity-unknown").await
        }
        Err(Error::Refusal(refusal)) if refusal.key == "way-in-over" => wrong(&app, "refused-way-in-over").await,
        Err(Error::Refusal(_)) => wrong(&app, "refused-sign-on-failed").await,
        other => other,
    };
    problem::or(&app, None, result).await
}

async fn take(app: &App, parts: &Parts, fields: &Fields) -> Result<Response, Error> {
    let settings = settings(app)?;
    let house = &app.newsroom.house;
    // Only the browser that went may come back: its cookie and the issuer's word must be one.
    let token = cookies::read(app, &parts.headers, cookies::WAY).unwrap_or_default();
    if token.is_empty() || fields.get("state") != token {
        return Err(Refusal::new("way-in-over", "this way in was begun elsewhere").into());
    }
    let way: Way = {
        let mut tx = app.newsroom.store.write().await?;
        let ceremony = ceremonies::find(&mut tx, house, Kind::SignOn, &token).await?;
        ceremonies::end(&mut tx, &ceremony).await?;
        tx.commit().await?;
        ceremonies::state(&ceremony)?
    };
    let identity = identity(app, settings, fields.get("code"), &way).await?;
    let mut tx = app.newsroom.store.write().await?;
    let account = link_identity::run(&mut tx, house, &identity).await?;
    let begun = sessions::begin(&mut tx, house, &account, &login::agent(&parts.headers)).await?;
    tx.commit().await?;
    let mut response = login::welcome(app, &begun, &way.next);
    cookies::forget(app, &mut response, cookies::WAY);
    Ok(response)
}

/// Exchanges the code for what the issuer knows, and looks at every seal on it.
async fn identity(app: &App, settings: &SignOn, code: &str, way: &Way) -> Result<Identity, Error> {
    let fault = |what: &dyn std::fmt::Display| failed(&what.to_string());
    let outside = outside(settings)?;
    let issuer = discover(app, settings, &outside).await?;
    let answer = issuer
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(|error| fault(&error))?
        .set_pkce_verifier(PkceCodeVerifier::new(way.verifier.clone()))
        .request_async(&outside)
        .await
        .map_err(|error| fault(&error))?;
    let token = answer.id_token().ok_or_else(|| fault(&"the issuer sent no identity"))?;
    let claims = token
        .claims(&issuer.id_token_verifier(), &Nonce::new(way.nonce.clone()))
        .map_err(|error| fault(&error))?;
    let mut identity = Identity {
        issuer: claims.issuer().to_string(),
        subject: claims.subject().to_string(),
        email: claims.email().map(|email| email.to_string()).unwrap_or_default(),
        verified: claims.email_verified().unwrap_or(false),
    };
    if identity.email.is_empty() {
        // Some issuers tell the address only to whoever asks with the token.
        let known: CoreUserInfoClaims = issuer
            .user_info(answer.access_token().clone(), Some(claims.subject().clone()))
            .map_err(|error| fault(&error))?
            .request_async(&outside)
            .await
            .map_err(|error| fault(&error))?;
        identity.email = known.email().map(|email| email.to_string()).unwrap_or_default();
        identity.verified = known.email_verified().unwrap_or(false);
    }
    Ok(identity)
}
