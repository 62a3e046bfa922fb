import CLinux
import Glibc
import SystemPackage

/// The pipe of a jobserver with a byte for every free token, and who in this process waits for one.
struct JobPool {
    private let size: Int
    private var pipe: (readEnd: Int32, writeEnd: Int32)?
    /// Wakes the thread that waits for a token when nobody wants one any more.
    private var wakeUp: Int32 = -1
    /// Tokens that this process has taken out.
    private var held = 0
    /// Programs that may take tokens out.
    private var clients = 0
    private var waiting: [(id: Int, continuation: CheckedContinuation<Bool, any Error>)] = []
    /// Those who gave up before they could be put among the waiting.
    private var gaveUp: Set<Int> = []
    private var isWatched = false
    private var lastID = 0

    init(size: Int) { self.size = size }

    /// Tokens that nobody has.
    var free: Int {
        var count: Int32 = 0
        guard let pipe, ioctl(pipe.readEnd, UInt(FIONREAD), &count) == 0 else { return size - held }
        return Int(count)
    }

    var watched: (pool: Int32, wakeUp: Int32) { (pipe?.readEnd ?? -1, wakeUp) }

    mutating func makeID() -> Int {
        lastID += 1
        return lastID
    }

    /// Resumes with whether it got a token, now or later; true when a thread must watch the pool for it.
    mutating func take(_ id: Int, _ continuation: CheckedContinuation<Bool, any Error>) -> Bool {
        if gaveUp.remove(id) != nil {
            continuation.resume(returning: false)
            return false
        }
        do {
            if waiting.isEmpty, try takeFree(atMost: 1) == 1 {
                continuation.resume(returning: true)
                return false
            }
        } catch {
            continuation.resume(throwing: error)
            return false
        }
        waiting.append((id, continuation))
        defer { isWatched = true }
        return !isWatched
    }

    mutating func giveUp(_ id: Int) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else {
            // It has its token, or comes only now.
            gaveUp.insert(id)
            return
        }
        waiting.remove(at: index).continuation.resume(returning: false)
        wakeWatcherIfIdle()
    }

    mutating func forget(_ id: Int) { gaveUp.remove(id) }

    /// Without waiting, and not ahead of those who wait.
    mutating func takeFree(atMost count: Int) throws(ProcessError) -> Int {
        guard count > 0, waiting.isEmpty else { return 0 }
        let taken = readTokens(atMost: count, from: try open().readEnd)
        held += taken
        return taken
    }

    mutating func giveBack(_ count: Int) {
        var count = count
        while count > 0, !waiting.isEmpty {
            waiting.removeFirst().continuation.resume(returning: true)
            count -= 1
        }
        wakeWatcherIfIdle()
        held -= count
        // What a stray program put back was already replaced: there are never more than `size`.
        put(min(count, size - held - free))
    }

    /// Hands out what has come back; false when nobody waits any more, and the watching thread is to end.
    mutating func serveWaiting() -> Bool {
        while let pipe, !waiting.isEmpty, readTokens(atMost: 1, from: pipe.readEnd) == 1 {
            held += 1
            waiting.removeFirst().continuation.resume(returning: true)
        }
        isWatched = !waiting.isEmpty
        return isWatched
    }

    mutating func addClient() throws(ProcessError) -> Int32 {
        let descriptor = try open().readEnd
        clients += 1
        return descriptor
    }

    mutating func removeClient() {
        clients -= 1
        guard clients == 0, let pipe else { return }
        let surplus = held + free - size
        if surplus > 0 { _ = readTokens(atMost: surplus, from: pipe.readEnd) } else { put(-surplus) }
    }

    mutating func close() {
        for descriptor in [pipe?.readEnd, pipe?.writeEnd, wakeUp] { if let descriptor { _ = Glibc.close(descriptor) } }
        pipe = nil
    }

    private mutating func open() throws(ProcessError) -> (readEnd: Int32, writeEnd: Int32) {
        if let pipe { return pipe }
        var ends: [Int32] = [-1, -1]
        guard wsgimatrix_token_pipe(&ends) == 0 else { throw .noJobserver(Errno(rawValue: errno)) }
        wakeUp = wsgimatrix_eventfd()
        pipe = (ends[0], ends[1])
        put(size)
        return (ends[0], ends[1])
    }

    private func put(_ count: Int) {
        guard count > 0, let pipe else { return }
        _ = [UInt8](repeating: UInt8(ascii: "+"), count: count).withUnsafeBytes {
            write(pipe.writeEnd, $0.baseAddress, $0.count)
        }
    }

    private func readTokens(atMost count: Int, from descriptor: Int32) -> Int {
        var bytes = [UInt8](repeating: 0, count: count)
        return max(0, bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) })
    }

    private func wakeWatcherIfIdle() {
        guard isWatched, waiting.isEmpty else { return }
        var one: UInt64 = 1
        _ = write(wakeUp, &one, MemoryLayout.size(ofValue: one))
    }

    /// Blocks until a token is there or the thread is woken.
    static func waitForToken(_ descriptors: (pool: Int32, wakeUp: Int32)) {
        var events = [descriptors.pool, descriptors.wakeUp].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        poll(&events, nfds_t(events.count), -1)
        guard events[1].revents != 0 else { return }
        var count: UInt64 = 0
        _ = read(descriptors.wakeUp, &count, MemoryLayout.size(ofValue: count))
    }
}
