import Glibc
import UnixSignals

/// A signal that asked this process to end.
package struct TerminationSignal: Sendable, Equatable {
    package var number: Int32
    package var name: String
}

/// How a body ended that could be told to stop.
package enum InterruptibleOutcome: Sendable {
    case finished(Result<Void, any Error>)
    case signalled(TerminationSignal)
}

/// Runs `body`; on SIGINT, SIGTERM or SIGHUP calls `onSignal`, cancels it and waits until it has cleaned up after itself.
package func withTerminationSignals(
    onSignal: @escaping @Sendable (TerminationSignal) -> Void, body: @escaping @Sendable () async throws -> Void
) async -> InterruptibleOutcome {
    // A reader that closes our pipe is told by write(2), not by a signal that would skip the clean-up.
    signal(SIGPIPE, SIG_IGN)
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
    return await withTaskGroup(of: InterruptibleOutcome?.self) { group in
        group.addTask {
            do {
                try await body()
                return .finished(.success(()))
            } catch {
                return .finished(.failure(error))
            }
        }
        group.addTask {
            for await signal in signals {
                let signal = TerminationSignal(signal)
                onSignal(signal)
                return .signalled(signal)
            }
            return nil
        }
        var outcome: InterruptibleOutcome?
        for await next in group {
            guard let next else { continue }
            // The first word counts: what a cancelled body throws says nothing new.
            if outcome == nil { outcome = next }
            group.cancelAll()
        }
        return outcome ?? .finished(.success(()))
    }
}

/// Ends the process at once.
package func exitProcess(_ code: Int32) -> Never { exit(code) }

extension TerminationSignal {
    fileprivate init(_ signal: UnixSignal) {
        switch signal {
        case .sigint: self.init(number: SIGINT, name: "SIGINT")
        case .sighup: self.init(number: SIGHUP, name: "SIGHUP")
        default: self.init(number: SIGTERM, name: "SIGTERM")
        }
    }
}
