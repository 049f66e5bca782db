//! HTTP: a thread of its own, with a runtime of its own, so that the simulator works wherever it is started.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, thread};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full, StreamBody, combinators::BoxBody};
use hyper::{
    body::{Frame, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, sync::oneshot};

use crate::{Faults, plan::Step, request::Received, route, simulator::Shared};

pub(crate) struct Server {
    address: SocketAddr,
    /// Dropping it stops the thread.
    _stop: oneshot::Sender<Infallible>,
}

type Body = BoxBody<Bytes, io::Error>;

impl Server {
    pub(crate) fn start(shared: Arc<Shared>) -> io::Result<Server> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<Infallible>();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("simulator".to_owned()).spawn(move || {
            runtime.block_on(async {
                let Ok(listener) = TcpListener::from_std(listener) else { return };
                // The runtime ends with the wait, and with it all that was spawned.
                tokio::spawn(serve(listener, shared));
                let _ = stopped.await;
            });
        })?;
        Ok(Server { address, _stop: stop })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(|request| answer(Arc::clone(&shared), request));
            // A client that hangs up is none of the simulator's business.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Answers a request. An error closes the connection without an answer.
async fn answer(shared: Arc<Shared>, request: Request<Incoming>) -> Result<Response<Body>, io::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let mut received = Received::new(&head, &body);
    let routed = route::find(shared.vendor, &received);
    received.operation = routed.map(|call| call.operation.name.to_owned());
    received.protocol = routed.map(|call| call.on);
    let mut steps = Vec::new();
    if let Some(call) = routed {
        let mut state = shared.state();
        // A delay and a break-off go along with whatever is answered.
        while let Some(step) = state.plan.next(call.operation.name) {
            let goes_on = matches!(step, Step::Delay(_) | Step::Truncate(_));
            steps.push(step);
            if !goes_on {
                break;
            }
        }
        if steps.is_empty() {
            steps.extend(state.faults.as_mut().and_then(Faults::next));
        }
    }
    for step in &steps {
        match step {
            Step::Delay(delay) => tokio::time::sleep(*delay).await,
            Step::Drop => {
                shared.state().received.push(received);
                return Err(io::Error::other("told to drop the connection"));
            }
            _ => {}
        }
    }
    let truncated = steps.iter().find_map(|step| match step {
        Step::Truncate(bytes) => Some(*bytes),
        _ => None,
    });
    let told = steps.into_iter().find(|step| !matches!(step, Step::Delay(_) | Step::Truncate(_)));
    let garbage = match &told {
        Some(Step::Garbage(bytes)) => Some(bytes.clone()),
        _ => None,
    };
    let response = route::answer(&shared, &mut received, routed, told);
    let response = response.map(|body| garbage.unwrap_or(body));
    shared.state().received.push(received);
    Ok(response.map(|body| into_body(body, truncated)))
}

fn into_body(body: Vec<u8>, truncated: Option<usize>) -> Body {
    match truncated {
        None => Full::new(Bytes::from(body)).map_err(|never| match never {}).boxed(),
        Some(bytes) => {
            let body = Bytes::from(body);
            let head = body.slice(..bytes.min(body.len()));
            let frames = [Ok(Frame::data(head)), Err(io::Error::other("told to break off"))];
            BodyExt::boxed(StreamBody::new(Frames(frames.into_iter())))
        }
    }
}

/// Frames one after another.
struct Frames(std::array::IntoIter<io::Result<Frame<Bytes>>, 2>);

impl futures_core::Stream for Frames {
    type Item = io::Result<Frame<Bytes>>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}
