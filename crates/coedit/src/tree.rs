//! Between the values of Yjs and those of JSON.
//! Used where a draft is read out of its Y document and where one is brought into it.

use serde_json::{Map, Number, Value};
use std::collections::HashMap;
use std::sync::Arc;
use yrs::Any;

/// As JSON; what JSON has no word for is null.
pub(crate) fn value(any: &Any) -> Value {
    match any {
        Any::Null | Any::Undefined | Any::Buffer(_) => Value::Null,
        Any::Bool(yes) => Value::Bool(*yes),
        Any::Number(yrs::Number::Int(number)) => Value::Number((*number).into()),
        // JavaScript has one sort of number; a whole one is whole.
        Any::Number(yrs::Number::Float(number)) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Value::Number((*number as i64).into())
        }
        Any::Number(yrs::Number::Float(number)) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        Any::String(text) => Value::String(text.to_string()),
        Any::Array(values) => Value::Array(values.iter().map(value).collect()),
        Any::Map(entries) => Value::Object(object(entries)),
    }
}

/// The entries that say something.
pub(crate) fn object(entries: &HashMap<String, Any>) -> Map<String, Value> {
    (entries.iter())
        .map(|(key, entry)| (key.clone(), value(entry)))
        .filter(|(_, entry)| !entry.is_null())
        .collect()
}

/// As a value of Yjs.
pub(crate) fn any(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(yes) => Any::Bool(*yes),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Any::Number(yrs::Number::Int(whole)),
            None => Any::Number(yrs::Number::Float(number.as_f64().unwrap_or_default())),
        },
        Value::String(text) => Any::from(text.as_str()),
        Value::Array(values) => Any::Array(values.iter().map(any).collect::<Vec<_>>().into()),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, entry)| (key.clone(), any(entry))).collect();
            Any::Map(Arc::new(entries))
        }
    }
}
