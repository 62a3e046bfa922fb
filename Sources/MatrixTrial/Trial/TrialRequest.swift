package import MatrixModel
package import MatrixServers
package import SystemPackage

/// What to test, with which application, and how hard.
package struct TrialRequest: Sendable {
    package var served: Cell
    package var topology: Topology
    package var application: TrialApplication
    package var profile: TrialProfile
    /// How many descriptors each of Apache's processes may have open.
    package var descriptors: UInt64
    package var seed: UInt64
    /// Nil when the cell is expected to pass.
    package var expected: ExpectedFailure?
    /// Directives at server level, for a control.
    package var furtherDirectives: [ApacheConfiguration.Directive]
    /// What happens between priming and measuring, in a control.
    package var interlude: Control.Action?
    /// The name of the folder in the store; the cell's own when nil.
    package var folderName: String?
    /// Tries what the recipes call unsupported.
    package var force: Bool

    package init(
        served: Cell, topology: Topology, application: TrialApplication, profile: TrialProfile = .quick,
        descriptors: UInt64 = Self.descriptorLimit, seed: UInt64, expected: ExpectedFailure? = nil,
        furtherDirectives: [ApacheConfiguration.Directive] = [], interlude: Control.Action? = nil,
        folderName: String? = nil, force: Bool = false
    ) {
        self.served = served
        self.topology = topology
        self.application = application
        self.profile = profile
        self.descriptors = descriptors
        self.seed = seed
        self.expected = expected
        self.furtherDirectives = furtherDirectives
        self.interlude = interlude
        self.folderName = folderName
        self.force = force
    }

    /// Ten times what a healthy worker holds, and soon reached by one that leaks.
    package static let descriptorLimit: UInt64 = 1024
}

/// The WSGI script of a test.
package enum TrialApplication: Sendable, Equatable {
    /// Our own, with a driver under test: every answer is checked against the cell.
    case ours(DriverSelection)
    /// A seeded known-bad or its healthy twin: a file in `apps/controls/`, which answers as ours does.
    case control(String, DriverSelection)
    /// A script of upstream's shape with a driver under test: MongoDB is on its default port, which is all that such a
    /// script knows. Status 200 is a good answer.
    case script(FilePath, DriverSelection)
    /// Any WSGI callable, without a driver and without a database. Status 200 is a good answer.
    case application(FilePath)

    package var driver: DriverSelection? {
        switch self {
        case .ours(let driver), .control(_, let driver), .script(_, let driver): driver
        case .application: nil
        }
    }

    /// Nil for ours.
    var path: String? {
        switch self {
        case .ours: nil
        case .control(let file, _): "controls/\(file)"
        case .script(let path, _), .application(let path): path.string
        }
    }

    /// Whether it answers with what it is, so that every answer can be checked.
    var tellsWhatItIs: Bool {
        switch self {
        case .ours, .control: true
        case .script, .application: false
        }
    }

    var script: DriverStage.Script {
        switch self {
        case .ours: .ordinary
        case .control(let file, _): .control(file)
        case .script(let path, _): .file(path)
        case .application(let path): .anyApplication(path)
        }
    }
}
