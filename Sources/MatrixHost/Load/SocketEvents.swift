import CLinux
import Glibc
import SystemPackage

/// Which sockets libcurl wants to hear about, by epoll.
///
/// libcurl changes its mind several times a request. What the kernel is told only grows until an event comes that nobody
/// wants: most sockets are closed before that, and the kernel forgets a closed socket by itself.
final class SocketEvents {
    struct Interest: Equatable {
        var reads = false
        var writes = false
        static let none = Interest()
    }

    private let epoll: Int32
    private var wanted: [Interest] = []
    private var registered: [Interest] = []
    private let ready = UnsafeMutableBufferPointer<wsgimatrix_epoll_ready>.allocate(capacity: 256)

    init() throws(LoadError) {
        epoll = wsgimatrix_epoll_create()
        guard epoll >= 0 else { throw .broken("epoll_create: \(Errno.current)") }
        ready.initialize(repeating: wsgimatrix_epoll_ready())
    }

    deinit {
        close(epoll)
        ready.deallocate()
    }

    /// Asks for a socket's events, or no longer.
    func want(_ interest: Interest, on socket: Int32) {
        grow(to: Int(socket))
        wanted[Int(socket)] = interest
        if interest != .none { register(interest, on: socket) }
    }

    /// Forgets a socket that is about to be closed.
    func forget(_ socket: Int32) {
        grow(to: Int(socket))
        wanted[Int(socket)] = .none
        registered[Int(socket)] = .none
    }

    /// Takes a descriptor out that is not libcurl's and stays open.
    func remove(_ descriptor: Int32) {
        register(.none, on: descriptor)
        forget(descriptor)
    }

    /// Waits at most so long (for ever when negative) and hands over each socket that is ready for what is wanted.
    func wait(milliseconds: Int, _ body: (_ socket: Int32, _ ready: wsgimatrix_epoll_ready) throws -> Void) throws {
        let count = wsgimatrix_epoll_wait(epoll, ready.baseAddress, Int32(ready.count), Int32(clamping: milliseconds))
        if count < 0 {
            if Errno.current == .interrupted { return }
            throw LoadError.broken("epoll_wait: \(Errno.current)")
        }
        for event in ready[..<Int(count)] {
            let interest = wanted[Int(event.descriptor)]
            let isWanted =
                interest.reads && event.readable != 0 || interest.writes && event.writable != 0
                || interest != .none && event.failed != 0
            if isWanted {
                try body(event.descriptor, event)
            } else {
                register(interest, on: event.descriptor)
            }
        }
    }

    private func register(_ interest: Interest, on socket: Int32) {
        let place = Int(socket)
        if registered[place] == interest { return }
        let operation =
            if interest == .none { wsgimatrix_epoll_remove } else if registered[place] == .none {
                wsgimatrix_epoll_add
            } else { wsgimatrix_epoll_modify }
        _ = wsgimatrix_epoll_control(epoll, operation, socket, interest.reads ? 1 : 0, interest.writes ? 1 : 0)
        registered[place] = interest
    }

    private func grow(to place: Int) {
        guard place >= wanted.count else { return }
        let more = place + 1 - wanted.count
        wanted += Array(repeating: .none, count: more)
        registered += Array(repeating: .none, count: more)
    }
}
