import MatrixModel

/// How requests get to a server. Used by one thread at a time.
protocol LoadTransport: AnyObject {
    var events: SocketEvents { get }
    /// Begins another request, to the URL at `place` of the plan; never more than the plan's `concurrency`.
    func begin(_ place: Int) throws
    /// Does what is due, or waits for it or for another descriptor of `events`, and hands over what has ended.
    func turn(_ ended: (LoadAnswer) -> Void) throws
    /// Ends what is under way, unanswered.
    func abandon()
}

/// What came of one request.
struct LoadAnswer {
    /// So much of a body is looked at; the rest is received and dropped.
    static let bodyLimit = 1 << 20

    /// Of the URL in the plan.
    var place: Int
    /// From the beginning of the connection to the last byte.
    var microseconds: Int
    /// 0 when there was none.
    var status: Int
    /// Why the answer is not whole; nil when it is.
    var failure: Failure?
    var body: [UInt8]

    struct Failure {
        var kind: LoadFailure
        var reason: String
    }
}
