pub const ALL: &[&bindery_transport::description::Operation] = &[];
