/// What the user said about where bytes may come from.
package struct FetchOptions: Sendable, Equatable {
    /// No network: what is held, and mirrors that are folders.
    package var offline: Bool
    /// Asked before upstream, in order: folders, or addresses (`file`, `http`, `https`) of one. A source lies in it
    /// under its file name.
    package var mirrors: [String]
    /// How long to wait for another process that brings the same file; nil is for ever.
    package var lockTimeout: Duration?

    package init(offline: Bool = false, mirrors: [String] = [], lockTimeout: Duration? = .seconds(600)) {
        self.offline = offline
        self.mirrors = mirrors
        self.lockTimeout = lockTimeout
    }
}
