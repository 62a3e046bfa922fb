import MatrixBuild
import MatrixModel
import SystemPackage

/// What happens in a run of builds, for a machine: a line of `--progress json` and of `--timeline`.
struct ProgressRecord: Encodable, Equatable {
    /// `planned`, `fetching`, `fetched`, `not-fetched`, `started`, `waits`, `queued`, `log`, `step`, `step-ended`, `finished`,
    /// `jobs` or `note`.
    var event: String
    /// Seconds since the run began.
    var at: Double
    /// How many jobs are in use.
    var jobs: Int
    var build: String?
    var step: String?
    /// The file that a build's steps print to.
    var log: String?
    var source: String?
    /// Who is waited for.
    var holder: String?
    var outcome: String?
    var reason: String?
    /// What is in the store, and what is not with its estimated seconds.
    var found: [String]?
    var missing: [String: Double]?
    var text: String?

    init(event: String, at: Duration, jobs: Int) {
        self.event = event
        self.at = (at / .milliseconds(1)).rounded() / 1000
        self.jobs = jobs
    }

    init(_ event: BuildEvent, at: Duration, jobs: Int) {
        self.init(event: "", at: at, jobs: jobs)
        switch event {
        case .planned(let found, let missing):
            self.event = "planned"
            self.found = found.map { "\($0)" }
            self.missing = Dictionary(missing.map { ("\($0.node)", $0.estimate / .seconds(1)) }) { first, _ in first }
        case .fetching(let source): (self.event, self.source) = ("fetching", source)
        case .fetched(let source): (self.event, self.source) = ("fetched", source)
        case .notFetched(let source): (self.event, self.source) = ("not-fetched", source)
        case .started(let node): (self.event, build) = ("started", "\(node)")
        case .step(let node, let step):
            build = "\(node)"
            switch step {
            case .waits(let holder): (self.event, self.holder) = ("waits", holder)
            case .queued: self.event = "queued"
            case .logs(let log): (self.event, self.log) = ("log", log.string)
            case .began(let step): (self.event, self.step) = ("step", step)
            case .ended(let step): (self.event, self.step) = ("step-ended", step)
            }
        case .finished(let node, let end):
            (self.event, build, outcome) = ("finished", "\(node)", end.outcome.rawValue)
            switch end {
            case .failed(let error): reason = "\(error)"
            case .notReached(let why): reason = why
            case .built, .found: break
            }
        }
    }

    /// The line for a pipe that a person reads; nil for what is not worth one.
    var words: String? {
        switch event {
        case "planned": "\(missing?.count ?? 0) to build, \(found?.count ?? 0) in the store"
        case "waits": "\(build ?? ""): waits for \(holder ?? ""), which builds it"
        case "step": "\(build ?? ""): \(step ?? "")"
        case "finished": "\(build ?? ""): \(outcome ?? "")" + (reason.map { ": " + $0.prefix { $0 != "\n" } } ?? "")
        default: nil
        }
    }
}

extension BuildEnd {
    var outcome: BuildOutcome {
        switch self {
        case .found: .cached
        case .built: .built
        case .failed: .failed
        case .notReached: .notReached
        }
    }
}
