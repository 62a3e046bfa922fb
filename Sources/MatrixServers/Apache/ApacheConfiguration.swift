package import MatrixModel
package import SystemPackage

/// Everything that a cell's `httpd.conf` and `mod_wsgi_test.conf` depend on.
package struct ApacheConfiguration: Sendable, Equatable {
    package var cell: Cell
    package var installation: ApacheInstallation
    /// Where the cell's Python is installed.
    package var pythonPrefix: FilePath
    /// `libpythonX.Y.so.1.0` by its absolute path.
    package var libpython: FilePath
    /// The folder that holds `mod_wsgi.so`, both files and `app/`.
    package var generation: FilePath
    /// Where running state goes unless the command line says otherwise.
    package var run: RunFolder
    package var defaultPort: UInt16 = 8080
    /// The user and group of Apache's children; only for an Apache that root starts.
    package var runAs: RunAs?
    /// The directives, and the options of `WSGIDaemonProcess`, that this mod_wsgi has beyond those that all have.
    package var knownDirectives: Set<String>
    /// The modules that the main interpreter of each process imports before any sub-interpreter does.
    package var preloads: [String]
    package var sizes: Sizes
    /// Further directives of mod_wsgi at server level, such as `WSGIPerInterpreterGIL On`.
    package var extraDirectives: [Directive] = []
    /// Further options of `WSGIDaemonProcess`, such as `startup-timeout=15`; without effect in embedded mode.
    package var daemonOptions: [Directive] = []

    package init(
        cell: Cell, installation: ApacheInstallation, pythonPrefix: FilePath, libpython: FilePath,
        generation: FilePath, run: RunFolder, runAs: RunAs?, knownDirectives: Set<String>,
        preloads: [String] = []
    ) {
        self.cell = cell
        self.installation = installation
        self.pythonPrefix = pythonPrefix
        self.libpython = libpython
        self.generation = generation
        self.run = run
        self.runAs = runAs
        self.knownDirectives = knownDirectives
        self.preloads = preloads
        self.sizes = Sizes(for: cell.mpm)
    }

    /// The two sub-interpreters, by URL and by application group.
    package static let mounts = ["interpreter1", "interpreter2"]
    /// The process group of daemon mode, and its display name.
    package static let processGroup = "mod_wsgi_test"

    package var module: FilePath { generation.appending("mod_wsgi.so") }
    package var probe: FilePath { generation.appending("app").appending("probe.py") }
    package var preload: FilePath { generation.appending("app").appending("preload.py") }
    package var httpdConf: FilePath { generation.appending("httpd.conf") }
    package var modWsgiTestConf: FilePath { generation.appending("mod_wsgi_test.conf") }

    package struct RunAs: Sendable, Equatable {
        package var user: String
        package var group: String

        package init(user: String, group: String) {
            self.user = user
            self.group = group
        }

        /// Debian's user for web servers.
        package static let webServer = RunAs(user: "www-data", group: "www-data")
    }

    /// How many processes and threads there are.
    package struct Sizes: Sendable, Equatable {
        package var daemonProcesses = 1
        package var daemonThreads = 15
        /// Apache's own children, at the start and at most.
        package var startServers = 2
        package var children: Int
        package var threadsPerChild: Int
        /// Places for children: of this start, and of earlier ones that have not finished.
        package var slots: Int { children * 5 }

        package init(for mpm: MPM) {
            (children, threadsPerChild) = mpm == .prefork ? (20, 1) : (4, 25)
        }
    }

    package struct Directive: Sendable, Equatable {
        package var name: String
        package var arguments: [String]

        package init(_ name: String, _ arguments: String...) { self.init(name, arguments: arguments) }

        package init(_ name: String, arguments: [String]) {
            self.name = name
            self.arguments = arguments
        }
    }
}
