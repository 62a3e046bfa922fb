/// One of the requests that are under way at once, with the connection that it may have kept.
final class SocketRequest {
    var place = 0
    /// -1 without a connection.
    var socket: Int32 = -1
    /// Where `socket` leads to.
    var address: PlainURL.Address?
    /// Whether `socket` has carried a request before.
    var isReused = false
    var isActive = false
    /// How much of the request has been written.
    var written = 0
    var begun = ContinuousClock.now
    var reader = ResponseReader()
}
