/// What a server is told when it starts.
package struct MongodConfiguration: Sendable {
    /// An address of this machine, as a number.
    package var address: String
    /// 0 takes a free one.
    package var port: Int
    /// The name of the set that it is to be a member of; nil for a standalone server.
    package var replicaSet: String?
    /// One line for the log, without a line end and without a time.
    package var log: @Sendable (String) -> Void

    package init(
        address: String = "127.0.0.1", port: Int = 0, replicaSet: String? = nil,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.address = address
        self.port = port
        self.replicaSet = replicaSet
        self.log = log
    }
}
