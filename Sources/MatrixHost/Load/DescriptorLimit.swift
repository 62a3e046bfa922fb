import Glibc

/// RLIMIT_NOFILE of this process.
struct DescriptorLimit {
    var soft: Int
    var hard: Int

    /// The epoll instance, the wake-up, what libcurl opens besides connections, and what other tasks open meanwhile.
    static let spare = 32

    /// What the soft limit has to be so that `connections` fit besides `used`; nil when it is high enough.
    ///
    /// Throws `LoadError.tooFewDescriptors` when the hard limit is in the way.
    func raised(for connections: Int, used: Int) throws(LoadError) -> Int? {
        let needed = used + connections + Self.spare
        if needed <= soft { return nil }
        guard needed <= hard else { throw .tooFewDescriptors(needed: needed, used: used, limit: hard) }
        return min(hard, 2 * needed)
    }

    /// Makes room for so many connections, or throws before the first of them is opened.
    static func makeRoom(for connections: Int) throws(LoadError) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let known = DescriptorLimit(soft: Int(clamping: limit.rlim_cur), hard: Int(clamping: limit.rlim_max))
        let used = folderEntries("/proc/self/fd").count
        guard let raised = try known.raised(for: connections, used: used) else { return }
        limit.rlim_cur = rlim_t(raised)
        if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 {
            throw .tooFewDescriptors(needed: used + connections + spare, used: used, limit: known.soft)
        }
    }
}
