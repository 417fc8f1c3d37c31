//! The fields of a form of the door, read leniently: unknown ones are passed over, repeated ones are all there.
//! Handlers take [`Fields`] as their last argument.

use crate::app::App;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use courant_model::account::Role;
use std::sync::Arc;

/// Fields by name, in the order in which they were sent.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a field that may be sent more than once.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// The roles that were ticked.
    pub(crate) fn roles(&self) -> Vec<Role> {
        self.all("role").into_iter().filter_map(Role::parse).collect()
    }
}

impl FromRequest<Arc<App>> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, _: &Arc<App>) -> Result<Self, Response> {
        let body = Bytes::from_request(request, &())
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self(url::form_urlencoded::parse(&body).into_owned().collect()))
    }
}
