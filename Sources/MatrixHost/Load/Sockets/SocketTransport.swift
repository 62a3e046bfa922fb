import CLinux
import Glibc
import MatrixModel
import SystemPackage

/// Plain HTTP over sockets of our own: what libcurl spends on a request and a connection is several times what it costs
/// to write one packet and to read one.
final class SocketTransport: LoadTransport {
    private static let bufferSize = 64 << 10

    let events: SocketEvents
    private let plan: LoadPlan
    private let urls: [PlainURL]
    /// By the URL's place.
    private let requests: [[UInt8]]
    private let all: [SocketRequest]
    private var idle: [SocketRequest]
    /// By the socket's number.
    private var owners: [SocketRequest?] = []
    /// Those that stand before their first byte. All connections are begun before the first of these writes, so that
    /// requests that start together reach the server as close together as one thread can send them.
    private var fresh: [SocketRequest] = []
    private var ended: [LoadAnswer] = []
    /// No request is overdue before this.
    private var nextDeadline: ContinuousClock.Instant
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 16)

    init(plan: LoadPlan, urls: [PlainURL], events: SocketEvents) {
        self.plan = plan
        self.urls = urls
        self.events = events
        requests = urls.map { url in
            let connection = plan.keepAlive ? "" : "Connection: close\r\n"
            let head =
                "GET \(url.target) HTTP/1.1\r\nHost: \(url.authority)\r\nUser-Agent: wsgimatrix\r\nAccept: */*\r\n"
            return Array("\(head)\(connection)\r\n".utf8)
        }
        all = (0..<max(1, plan.concurrency)).map { _ in SocketRequest() }
        idle = all
        nextDeadline = .now + plan.timeout
    }

    deinit {
        for request in all { close(request) }
        buffer.deallocate()
    }

    func begin(_ place: Int) throws {
        guard let request = idle.popLast() else { return }
        request.place = place
        request.begun = .now
        request.isActive = true
        request.reader.reset()
        request.written = 0
        request.isReused = request.socket >= 0 && request.address == urls[place].address
        if request.isReused { fresh.append(request) } else { connect(request) }
    }

    func turn(_ ended: (LoadAnswer) -> Void) throws {
        while !fresh.isEmpty {
            let requests = fresh
            fresh.removeAll(keepingCapacity: true)
            // On the loopback a connection stands by now, although connect(2) said that it was in progress.
            for request in requests where request.isActive { write(request) }
        }
        // What failed when it was begun waits for nobody.
        if self.ended.isEmpty {
            let left = (nextDeadline - .now) / .milliseconds(1)
            try events.wait(milliseconds: max(0, Int(left.rounded(.up)))) { socket, _ in
                guard Int(socket) < owners.count, let request = owners[Int(socket)], request.isActive else { return }
                if request.written < requests[request.place].count { write(request) } else { read(request) }
            }
            expire()
        }
        // Nothing is begun in between, so that nothing is added.
        for answer in self.ended { ended(answer) }
        self.ended.removeAll(keepingCapacity: true)
    }

    func abandon() {
        for request in all where request.isActive {
            close(request)
            request.isActive = false
            idle.append(request)
        }
        fresh.removeAll()
        ended.removeAll()
    }

    // MARK: - One request

    private func connect(_ request: SocketRequest) {
        close(request)
        let socket = Glibc.socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { return end(request, .other, "no socket: \(Errno.current)") }
        request.socket = socket
        let target = urls[request.place].address
        request.address = target
        while owners.count <= Int(socket) { owners.append(nil) }
        owners[Int(socket)] = request
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = target.host
        address.sin_port = target.port
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 || errno == EINPROGRESS else { return fail(request, errno) }
        fresh.append(request)
    }

    private func write(_ request: SocketRequest) {
        let bytes = requests[request.place]
        let count = bytes.withUnsafeBytes {
            let rest = UnsafeRawBufferPointer(rebasing: $0[request.written...])
            return send(request.socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 {
            request.written += count
        } else if errno != EAGAIN && errno != EINTR {
            return fail(request, errno)
        }
        let isWritten = request.written == bytes.count
        events.want(.init(reads: isWritten, writes: !isWritten), on: request.socket)
    }

    private func read(_ request: SocketRequest) {
        let count = recv(request.socket, buffer.baseAddress, buffer.count, 0)
        if count < 0 {
            if errno != EAGAIN && errno != EINTR { fail(request, errno) }
            return
        }
        if count == 0 {
            return request.reader.isWholeAtClose ? end(request) : fail(request, nil)
        }
        switch request.reader.take(UnsafeRawBufferPointer(rebasing: buffer[..<count])) {
        case .more: break
        case .whole: end(request)
        case .malformed(let what): end(request, .other, "the answer is \(what)")
        }
    }

    /// The connection failed or was closed (`errno` is nil) before the answer was whole.
    private func fail(_ request: SocketRequest, _ errno: Int32?) {
        let reason = errno.map { "\(Errno(rawValue: $0))" } ?? "the connection was closed"
        if request.reader.hasBegun { return end(request, .truncated, "\(reason), in the middle of the answer") }
        if request.isReused {
            // The server may close what is idle at any time, so that this says nothing about the request.
            request.isReused = false
            request.written = 0
            return connect(request)
        }
        let kind = errno.map { LoadFailure(connecting: $0) } ?? .reset
        end(request, errno == EPIPE ? .reset : kind, "\(reason), before an answer")
    }

    private func end(_ request: SocketRequest, _ kind: LoadFailure? = nil, _ reason: String = "") {
        ended.append(
            LoadAnswer(
                place: request.place, microseconds: Int((ContinuousClock.now - request.begun) / .microseconds(1)),
                status: request.reader.status, failure: kind.map { .init(kind: $0, reason: reason) },
                body: request.reader.body))
        if kind == nil && plan.keepAlive && request.reader.keepsConnection {
            events.want(.none, on: request.socket)
        } else {
            close(request)
        }
        request.isActive = false
        idle.append(request)
    }

    private func close(_ request: SocketRequest) {
        guard request.socket >= 0 else { return }
        owners[Int(request.socket)] = nil
        events.forget(request.socket)
        Glibc.close(request.socket)
        request.socket = -1
    }

    private func expire() {
        let now = ContinuousClock.now
        guard now >= nextDeadline else { return }
        nextDeadline = now + plan.timeout
        for request in all where request.isActive {
            let deadline = request.begun + plan.timeout
            if deadline <= now {
                end(request, .timeout, "no whole answer within \(plan.timeout / .seconds(1)) s")
            } else {
                nextDeadline = min(nextDeadline, deadline)
            }
        }
    }
}
