import Testing

/// The built binary with real CPythons, mod_wsgis and Apaches, as a user runs them.
///
/// One test at a time: the builds take every core, and all of them share one store.
@Suite("End to end", .serialized) enum EndToEnd {}
