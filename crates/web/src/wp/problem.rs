//! What goes wrong, as clients of WordPress know it: a code, a sentence, a status, and which parameters were wrong.
//! Every part of the API fails with a [`Fault`]; `answer` prints it.

use courant_newsroom::Error;
use courant_store::StoreError;
use http::StatusCode;
use serde_json::{Map, Value, json};

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// It was wrong.
    #[error("{0:?}")]
    Refused(Box<Refused>),
    /// The house failed.
    #[error(transparent)]
    Broken(#[from] Error),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.into())
    }
}

/// What was wrong.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    /// `rest_post_invalid_id`.
    pub(crate) code: &'static str,
    /// A sentence for people.
    pub(crate) message: String,
    /// Status of the answer.
    pub(crate) status: StatusCode,
    /// Seconds to wait, when that helps.
    pub(crate) wait: Option<u64>,
    data: Map<String, Value>,
}

impl Refused {
    /// The body of the answer.
    pub(crate) fn body(&self) -> Value {
        let mut data = self.data.clone();
        data.insert("status".to_owned(), self.status.as_u16().into());
        json!({ "code": self.code, "message": self.message, "data": data })
    }
}

impl Fault {
    /// A refusal without further data.
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused(Box::new(Refused {
            code,
            message: message.into(),
            status,
            wait: None,
            data: Map::new(),
        }))
    }

    /// Nothing has the address, or not for this method.
    pub(crate) fn no_route() -> Self {
        let message = "No route was found matching the URL and request method.";
        Self::new(StatusCode::NOT_FOUND, "rest_no_route", message)
    }

    /// Parameters that are not what they should be, each with a code and a sentence.
    pub(crate) fn params(wrong: &[Wrong]) -> Self {
        let names: Vec<&str> = wrong.iter().map(|one| one.name.as_str()).collect();
        let message = format!("Invalid parameter(s): {}", names.join(", "));
        let (mut params, mut details) = (Map::new(), Map::new());
        for one in wrong {
            params.insert(one.name.clone(), one.message.clone().into());
            details.insert(
                one.name.clone(),
                json!({ "code": one.code, "message": one.message, "data": null }),
            );
        }
        let mut data = Map::new();
        data.insert("params".to_owned(), params.into());
        data.insert("details".to_owned(), details.into());
        Self::Refused(Box::new(Refused {
            code: "rest_invalid_param",
            message,
            status: StatusCode::BAD_REQUEST,
            wait: None,
            data,
        }))
    }

    /// Asked too often.
    pub(crate) fn too_often(seconds: u64) -> Self {
        Self::Refused(Box::new(Refused {
            code: "rest_too_many_requests",
            message: format!("Too many requests. Please try again in {seconds} seconds."),
            status: StatusCode::TOO_MANY_REQUESTS,
            wait: Some(seconds),
            data: Map::new(),
        }))
    }

    /// The refusal as it is told; what the house did wrong is logged and told as that alone.
    pub(crate) fn told(&self) -> Refused {
        match self {
            Self::Refused(refused) => (**refused).clone(),
            Self::Broken(error) => {
                tracing::error!(%error, "an answer of the WordPress API failed");
                Refused {
                    code: "rest_internal_error",
                    message: "Something broke on our side. Please try again.".to_owned(),
                    status: StatusCode::INTERNAL_SERVER_ERROR,
                    wait: None,
                    data: Map::new(),
                }
            }
        }
    }
}

/// A parameter that is not what it should be.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// Its name.
    pub(crate) name: String,
    /// `rest_invalid_type`, `rest_out_of_bounds`, `rest_not_in_enum`, `rest_invalid_date` …
    pub(crate) code: &'static str,
    /// A sentence.
    pub(crate) message: String,
}
