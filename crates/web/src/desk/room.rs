//! The socket of a story's room: a browser's messages go to the room, the room's to the browser.
//! Opened by the editor at `/desk/stories/{id}/room`; what is said in it is the newsroom's business (`drafts`).

use crate::app::App;
use crate::auth::{Signed, guard};
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use courant_newsroom::drafts::{Closing, Entrant, Seat, ToBrowser};
use futures_util::{SinkExt, StreamExt};
use http::{HeaderMap, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

/// A ping goes out this often, so that proxies and the server loop see life.
const PING: Duration = Duration::from_secs(15);
/// A browser of which nothing was heard for so long is gone.
const SILENT: Duration = Duration::from_secs(50);
/// A browser that takes nothing for so long is gone.
const STUCK: Duration = Duration::from_secs(20);
/// Largest message, in bytes: a little more than the largest update.
const LARGEST: usize = (4 << 20) + 1024;

/// Opens the socket. What stands against it is said by the socket's close code, since browsers tell scripts nothing of
/// an answer that opens none.
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    Path(story): Path<String>,
    headers: HeaderMap,
    signed: Result<Signed, Response>,
    upgrade: WebSocketUpgrade,
) -> Response {
    // A cookie goes along with sockets that other sites open, whatever its SameSite says to their forms.
    if !guard::is_from_the_desk(&app.settings.url, &headers) {
        let message = "This socket was not opened by a page of the desk.\n";
        return (StatusCode::FORBIDDEN, message).into_response();
    }
    let seat = match signed {
        Ok(signed) => {
            let entrant = Entrant {
                member: signed.member,
                session: signed.session,
            };
            app.rooms.enter(entrant, &story).await
        }
        Err(_) => Err(Closing::SignedOut),
    };
    upgrade
        .max_message_size(LARGEST)
        .max_frame_size(LARGEST)
        .on_upgrade(async move |socket| match seat {
            Ok(seat) => talk(socket, seat).await,
            Err(why) => refuse(socket, why).await,
        })
}

fn close(why: Closing) -> Message {
    Message::Close(Some(CloseFrame {
        code: why.code(),
        reason: why.reason().into(),
    }))
}

async fn refuse(mut socket: WebSocket, why: Closing) {
    let _ = timeout(STUCK, socket.send(close(why))).await;
    wait_for_close(socket).await;
}

/// The browser answers the closing; without waiting for that its reason could be lost with the connection.
async fn wait_for_close(mut socket: WebSocket) {
    let answered = async { while socket.recv().await.is_some_and(|message| message.is_ok()) {} };
    let _ = timeout(Duration::from_secs(2), answered).await;
}

async fn talk(socket: WebSocket, mut seat: Seat) {
    let (mut out, mut inward) = socket.split();
    let mut pings = interval(PING);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut heard_at = Instant::now();
    let why = loop {
        tokio::select! {
            said = inward.next() => {
                heard_at = Instant::now();
                match said {
                    Some(Ok(Message::Binary(message))) => {
                        if !seat.say(message).await {
                            break Some(Closing::Leaving);
                        }
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    // Text is nothing that a room understands.
                    Some(Ok(Message::Text(_))) => break Some(Closing::Schema),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                }
            }
            heard = seat.hear() => match heard {
                Some(ToBrowser::Message(message)) => {
                    if !matches!(timeout(STUCK, out.send(Message::Binary(message))).await, Ok(Ok(()))) {
                        return;
                    }
                }
                Some(ToBrowser::Close(why)) => break Some(why),
                None => break Some(Closing::Crowded),
            },
            _ = pings.tick() => {
                if heard_at.elapsed() > SILENT
                    || !matches!(timeout(STUCK, out.send(Message::Ping(Bytes::new()))).await, Ok(Ok(())))
                {
                    return;
                }
            }
        }
    };
    drop(seat);
    if let Some(why) = why
        && matches!(timeout(STUCK, out.send(close(why))).await, Ok(Ok(())))
        && let Ok(socket) = out.reunite(inward)
    {
        wait_for_close(socket).await;
    }
}
