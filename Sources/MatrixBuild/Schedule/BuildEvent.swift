package import MatrixModel
package import MatrixStore

/// What happens in a run of builds, as it happens.
package enum BuildEvent: Sendable {
    /// The store was looked through: what is missing, and how long it may take by what is known.
    case planned(found: [BuildNode], missing: [(node: BuildNode, estimate: Duration)])
    case fetching(String)
    case fetched(String)
    /// No place had it; the builds that need it will say so.
    case notFetched(String)
    case started(BuildNode)
    case step(BuildNode, BuildStep)
    case finished(BuildNode, BuildEnd)
}

/// How a build ended.
package enum BuildEnd: Sendable {
    case found(Entry)
    case built(Entry)
    case failed(any Error)
    /// Because of another build.
    case notReached(String)
}
